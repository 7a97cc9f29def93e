//! The interface to JavaScript: a text in, a text and a list of numbers out.
//!
//! JavaScript allocates a request with [`input`], writes its UTF-8 bytes there, calls [`answer`], and reads the text and
//! the numbers at the addresses that [`text`] and [`numbers`] return. They are valid until the next call. Rust reads
//! and writes its own vectors only, so that there is no unsafe block; the attribute is what the lint is about.

#![expect(unsafe_code, reason = "exports need `no_mangle`, which counts as unsafe")]

use std::cell::RefCell;

use crate::Page;

#[derive(Default)]
struct Interface {
    page: Page,
    input: Vec<u8>,
    text: String,
    numbers: Vec<f64>,
}

thread_local! {
    static INTERFACE: RefCell<Interface> = RefCell::default();
}

/// Allocates a request of `length` bytes and returns its address.
#[unsafe(no_mangle)]
extern "C" fn input(length: usize) -> *mut u8 {
    INTERFACE.with_borrow_mut(|interface| {
        interface.input.clear();
        interface.input.resize(length, 0);
        interface.input.as_mut_ptr()
    })
}

/// Answers the request; returns the length of the text.
#[unsafe(no_mangle)]
extern "C" fn answer() -> usize {
    INTERFACE.with_borrow_mut(|interface| {
        let request = String::from_utf8_lossy(&interface.input);
        let answer = interface.page.answer_json(&request);
        (interface.text, interface.numbers) = (answer.text, answer.numbers);
        interface.input = Vec::new();
        interface.text.len()
    })
}

/// The address of the text of the last answer.
#[unsafe(no_mangle)]
extern "C" fn text() -> *const u8 {
    INTERFACE.with_borrow(|interface| interface.text.as_ptr())
}

/// The address of the numbers of the last answer.
#[unsafe(no_mangle)]
extern "C" fn numbers() -> *const f64 {
    INTERFACE.with_borrow(|interface| interface.numbers.as_ptr())
}

/// How many numbers the last answer has.
#[unsafe(no_mangle)]
extern "C" fn numbers_length() -> usize {
    INTERFACE.with_borrow(|interface| interface.numbers.len())
}
