//! Half a cosine wave, exact at its ends and in the middle.

/// `P` with `sin^2(pi/2 v) = w P(w)`, `w = v^2`, for `w` up to 1/4; made by `doc/kernels.py`.
const COEFFICIENTS: [f64; 9] = [
    2.467_401_100_272_339_5,
    -2.029_356_063_208_384_2,
    0.667_631_384_427_291_2,
    -0.117_665_315_179_301_16,
    0.012_903_445_692_013_642,
    -0.000_964_787_120_083_557_6,
    5.231_881_717_036_3e-5,
    -2.150_601_860_425_807e-6,
    6.740_727_418_179_059e-8,
];

/// `(1 + cos(pi u)) / 2` as `sin^2(pi/2 v)`, with `u = elapsed / total` and `v = remaining / total`; both are
/// parameters, so that neither loses digits to the subtraction.
///
/// Within 6e-16 of the exact value everywhere, relative to it, also where it comes near zero. Exactly 1, 1/2
/// and 0 at the ends and in the middle.
#[inline(always)]
pub(crate) fn half_cosine(elapsed: f64, remaining: f64, total: f64) -> f64 {
    const ONE: u64 = 1_f64.to_bits();
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = COEFFICIENTS;
    let near = if remaining < elapsed { remaining } else { elapsed } / total;
    let w = near * near;
    let w2 = w * w;
    let w4 = w2 * w2;
    // In this order the additions do not wait for one another.
    let low = (c0 + c1 * w) + (c2 + c3 * w) * w2;
    let high = (c4 + c5 * w) + (c6 + c7 * w) * w2;
    let half = w * (low + (high + c8 * w4) * w4);
    // 1 - half before the middle, branch-free, by the sign of a difference: the branch would be unpredictable.
    let early = (elapsed - remaining).to_bits() >> 63;
    f64::from_bits(early.wrapping_neg() & ONE) + f64::from_bits(half.to_bits() ^ (early << 63))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::float;

    #[test]
    fn is_exact_at_the_ends_and_in_the_middle_and_never_rises() {
        assert_eq!([0.0, 0.5, 1.0].map(|u| half_cosine(u, 1.0 - u, 1.0)), [1.0, 0.5, 0.0]);
        for n in [3, 7, 1_000, 999_983] {
            let wave = (0..=n).map(|k| half_cosine(float(k), float(n - k), float(n)));
            let mut last = 1.0;
            for value in wave {
                assert!(value <= last && value >= 0.0, "{value:e} after {last:e} of {n}");
                last = value;
            }
        }
    }
}
