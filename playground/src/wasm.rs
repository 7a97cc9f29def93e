//! The door to JavaScript: a text in, a text and a list of numbers out.
//!
//! JavaScript asks for room with [`input`], writes the UTF-8 bytes of a request there, calls [`answer`], and reads
//! the text and the numbers where [`text`] and [`numbers`] say they are. They stay until the next call. Rust reads
//! and writes its own vectors only, so that there is no unsafe block; the attribute is what the lint is about.

#![expect(unsafe_code, reason = "exports need `no_mangle`, which counts as unsafe")]

use std::cell::RefCell;

use crate::Page;

#[derive(Default)]
struct Door {
    page: Page,
    input: Vec<u8>,
    text: String,
    numbers: Vec<f64>,
}

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

/// Makes room for a request of `length` bytes and says where it is.
#[unsafe(no_mangle)]
extern "C" fn input(length: usize) -> *mut u8 {
    DOOR.with_borrow_mut(|door| {
        door.input.clear();
        door.input.resize(length, 0);
        door.input.as_mut_ptr()
    })
}

/// Answers the request; returns the length of the text.
#[unsafe(no_mangle)]
extern "C" fn answer() -> usize {
    DOOR.with_borrow_mut(|door| {
        let request = String::from_utf8_lossy(&door.input);
        let answer = door.page.answer_json(&request);
        (door.text, door.numbers) = (answer.text, answer.numbers);
        door.input = Vec::new();
        door.text.len()
    })
}

/// Where the text of the last answer is.
#[unsafe(no_mangle)]
extern "C" fn text() -> *const u8 {
    DOOR.with_borrow(|door| door.text.as_ptr())
}

/// Where the numbers of the last answer are.
#[unsafe(no_mangle)]
extern "C" fn numbers() -> *const f64 {
    DOOR.with_borrow(|door| door.numbers.as_ptr())
}

/// How many numbers the last answer has.
#[unsafe(no_mangle)]
extern "C" fn numbers_length() -> usize {
    DOOR.with_borrow(|door| door.numbers.len())
}
