//! A seeded, bounded run of the fuzz targets. `LR_FUZZ_CASES` sets the number of inputs.

#![cfg(feature = "serde")]

mod fuzzing;

const SEED: u64 = 2026;

fn run(seed: u64, target: fn(&[u8])) {
    let cases = std::env::var("LR_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut bytes = [0; 512];
    for _ in 0..cases {
        random.fill(&mut bytes);
        target(&bytes);
    }
}

#[test]
fn data() {
    run(SEED, fuzzing::data);
}

#[test]
fn trees() {
    run(SEED + 1, fuzzing::trees);
}
