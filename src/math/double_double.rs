//! Double-double arithmetic, about 106 bits.

/// A number as the unevaluated sum of two floats.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DoubleDouble {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

impl DoubleDouble {
    pub(crate) const ONE: Self = Self { high: 1.0, low: 0.0 };

    /// A float, exactly.
    pub(crate) const fn of(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }

    #[inline(always)]
    pub(crate) const fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self { high, low: (a - (high - part)) + (b - part) }
    }

    pub(crate) const fn plus(self, other: Self) -> Self {
        let high = Self::sum(self.high, other.high);
        let low = Self::sum(self.low, other.low);
        let high = Self::sum(high.high, high.low + low.high);
        Self::sum(high.high, high.low + low.low)
    }

    pub(crate) const fn minus(self, other: Self) -> Self {
        self.plus(Self { high: -other.high, low: -other.low })
    }

    #[inline]
    pub(crate) const fn times(self, other: Self) -> Self {
        let high = self.high * other.high;
        let error = rounding_error(self.high, other.high, high);
        Self::sum(high, error + (self.high * other.low + self.low * other.high))
    }

    pub(crate) const fn over(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self.minus(other.times(Self::of(first)));
        let second = rest.high / other.high;
        let rest = rest.minus(other.times(Self::of(second)));
        Self::sum(first, second).plus(Self::of(rest.high / other.high))
    }
}

/// The exact difference between a product and its rounded value (Dekker), without a fused operation, which most targets emulate.
/// Not exact, but harmless, where the product or its halves leave the range of normal floats.
const fn rounding_error(a: f64, b: f64, product: f64) -> f64 {
    let (a_high, b_high) = (half(a), half(b));
    let (a_low, b_low) = (a - a_high, b - b_high);
    ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
}

/// The first 26 bits of the mantissa; the others fit into 27 bits.
#[inline(always)]
pub(crate) const fn half(value: f64) -> f64 {
    f64::from_bits(value.to_bits() & (u64::MAX << 27))
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> Self {
        Self::of(value)
    }
}

impl From<u64> for DoubleDouble {
    #[expect(clippy::cast_precision_loss, reason = "each half is exact")]
    fn from(count: u64) -> Self {
        let low_half = count & 0xFFFF_FFFF;
        Self::sum(count.saturating_sub(low_half) as f64, low_half as f64)
    }
}

impl From<usize> for DoubleDouble {
    fn from(count: usize) -> Self {
        Self::from(count as u64)
    }
}
