#![no_main]
#![allow(dead_code, reason = "each target uses its own part of the shared file")]

#[path = "../../tests/fuzzing/mod.rs"]
mod fuzzing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fuzzing::data(bytes);
});
