//! Axes: ranges, ticks and tick labels.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::display::Compact;
use crate::math;

/// A logarithmic axis shows at most this many decades; smaller values are drawn at its lower end.
const DECADES: f64 = 20.0;

/// The range of an axis: of the values, or of their logarithms to base 10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    log: bool,
    /// Whether ticks are whole numbers.
    whole: bool,
}

impl Axis {
    /// From `low` to `high`; one unit long if they are not in this order.
    pub(super) fn linear(low: f64, high: f64) -> Self {
        let high = if low < high { high } else { low + 1.0 };
        Self { low, high, log: false, whole: false }
    }

    /// Whole numbers from 0 to `last`.
    pub(super) fn counts(last: f64) -> Self {
        Self { whole: true, ..Self::linear(0.0, last) }
    }

    /// A range that contains all values, and 0 unless they are close together and far from it.
    pub(super) fn around(values: &[f64]) -> Self {
        let (low, high) = extent(values.iter().copied());
        let span = high - low;
        if span > 0.0 && low > 0.0 && span < low / 2.0 {
            return Self::linear(low - span / 10.0, high + span / 10.0);
        }
        let high = if high > 0.0 {
            high
        } else if low < 0.0 {
            0.0
        } else {
            1.0
        };
        // Halved because the largest rates would overflow.
        let room = (high / 2.0 - low.min(0.0) / 2.0) / 10.0;
        Self::linear(low.min(0.0), (high + room).min(f64::MAX))
    }

    /// Whole decades that contain all values above 0.
    pub(super) fn decades(values: &[f64]) -> Self {
        let (low, high) = extent(values.iter().copied().filter(|&value| value > 0.0).map(math::log10));
        if low > high {
            return Self { low: -1.0, high: 0.0, log: true, whole: true };
        }
        // A power of ten that is off by rounding does not add a decade.
        let high = math::ceil(high - 1e-9).min(308.0);
        let low = math::floor(low + 1e-9).max(high - DECADES).min(high - 1.0);
        Self { low, high, log: true, whole: true }
    }

    /// The position of a value on the axis, clamped to `0..=1`.
    pub(super) fn position(self, value: f64) -> f64 {
        let coordinate = if !self.log {
            value
        } else if value > 0.0 {
            math::log10(value)
        } else {
            self.low
        };
        // Halved because the widest range would overflow.
        let position = (coordinate / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        math::clamp(0.0, 1.0, position)
    }

    /// At most `count` round values on the axis.
    pub(super) fn ticks(self, count: f64) -> Vec<f64> {
        let rough = (self.high / count - self.low / count).max(f64::MIN_POSITIVE);
        let unit = math::pow(10.0, math::floor(math::log10(rough)));
        let nice = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * unit);
        let nice = nice.into_iter().find(|&step| step >= rough * 0.999).unwrap_or(rough);
        let step = if self.whole { math::ceil(nice) } else { nice };
        let first = math::ceil(self.low / step - 1e-9);
        let places =
            core::iter::successors(Some(first), |tick| Some(tick + 1.0)).map(|tick| tick * step + 0.0);
        let places =
            places.take_while(|&tick| tick <= self.high + step * 1e-9 && tick < f64::INFINITY).take(50);
        places.map(|place| if self.log { math::pow(10.0, place) } else { place }).collect()
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        let length = f64::from(end) - f64::from(start);
        #[expect(clippy::cast_possible_truncation, reason = "a pixel is between two pixels")]
        let pixel = math::round(f64::from(start) + self.position(*value) * length) as i32;
        pixel
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks(math::float(hint.bold_points()).max(1.0))
    }

    fn range(&self) -> Range<f64> {
        if self.log { math::pow(10.0, self.low)..math::pow(10.0, self.high) } else { self.low..self.high }
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        number(*value)
    }
}

/// The smallest and the largest finite value.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// A value rounded to three digits, in its shortest form.
pub(super) fn number(value: f64) -> String {
    Compact(format!("{value:.2e}").parse().unwrap_or(value)).to_string()
}

/// A count, in thousands (`k`) or millions (`M`) if it is large.
pub(super) fn count(value: f64) -> String {
    match value {
        _ if (1e4..1e6).contains(&value) => format!("{}k", number(value / 1e3)),
        _ if (1e6..1e10).contains(&value) => format!("{}M", number(value / 1e6)),
        _ => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis, most: f64) -> Vec<String> {
        axis.ticks(most).into_iter().map(number).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(Axis::linear(0.0, 1_000.0), 5.0), ["0", "200", "400", "600", "800", "1000"]);
        assert_eq!(labels(Axis::around(&[0.0, 0.1]), 3.0), ["0", "0.05", "0.1"]);
        assert_eq!(labels(Axis::linear(0.0, 1e-3), 2.0), ["0", "5e-4", "1e-3"]);
        assert_eq!(
            [0.0, 750.0, 2e4, 250e3, 1.5e6, 1e12].map(count),
            ["0", "750", "20k", "250k", "1.5M", "1e12"]
        );
    }

    #[test]
    fn decades_are_whole_and_thinned_out() {
        assert_eq!(labels(Axis::decades(&[0.0, 1e-3, 0.07]), 6.0), ["1e-3", "0.01", "0.1"]);
        assert_eq!(labels(Axis::decades(&[1e-9, 1e3]), 6.0), ["1e-8", "1e-6", "1e-4", "0.01", "1", "100"]);
        let widest = Axis::decades(&[5e-324, 1.0]);
        assert_eq!([widest.low, widest.high], [-20.0, 0.0]);
        assert_eq!(widest.position(5e-324), 0.0);
        assert_eq!(
            labels(Axis::decades(&[1e300, f64::MAX]), 4.0),
            ["1e300", "1e302", "1e304", "1e306", "1e308"]
        );
        assert_eq!(Axis::decades(&[0.1]), Axis { low: -2.0, high: -1.0, log: true, whole: true });
        assert_eq!(Axis::decades(&[0.0]), Axis { low: -1.0, high: 0.0, log: true, whole: true });
    }

    #[test]
    fn every_range_can_be_drawn() {
        let (largest, smallest) = (f64::MAX, 5e-324);
        for values in
            [&[][..], &[0.0], &[1.0], &[largest], &[0.0, largest], &[smallest], &[-1.0, 2.0], &[f64::NAN]]
        {
            for axis in [Axis::around(values), Axis::decades(values)] {
                assert!(axis.low < axis.high && axis.high.is_finite(), "{values:?}: {axis:?}");
                let ticks = axis.ticks(5.0).len();
                assert!((1..=12).contains(&ticks), "{values:?}: {ticks} ticks of {axis:?}");
                for value in values.iter().filter(|value| value.is_finite()) {
                    assert!((0.0..=1.0).contains(&axis.position(*value)), "{value} on {axis:?}");
                }
            }
        }
    }

    #[test]
    fn momenta_do_not_hide_at_the_top() {
        let Axis { low, high, .. } = Axis::around(&[0.85, 0.95]);
        assert!(low > 0.8 && high < 1.0);
    }
}
