//! The rules of other tools, exactly as those tools compute them.

use alloc::vec::Vec;

use super::ema::Ema;
use super::{Point, Report};
use crate::math;

/// A rule that turns the points of a sweep into a rate.
///
/// All but [`Band`](Self::Band) are the rules of other tools, weaknesses included, so that results can be compared.
/// None of them looks for the divergence, so their rates can be anywhere in the sweep. All need a sweep with
/// exponential spacing.
///
/// # Example
///
/// ```
/// use lr_schedule::{LrRangeFinder, finder::Method};
///
/// let mut x = 4.0;
/// let report = LrRangeFinder::default().run(|lr| { let loss = 5.0 * x * x; x -= lr * 10.0 * x; loss });
/// for method in Method::EXTERNAL {
///     println!("{}: {:?}", method.name(), report.suggest_by(method));
/// }
/// assert_eq!(report.suggest_by(Method::Band)?, report.suggest()?.lr());
/// # Ok::<(), lr_schedule::finder::SuggestError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Method {
    /// This crate's own rule, as in [`Report::suggest`]: one to two decades below the divergence.
    Band,
    /// fastai's `steep`: the steepest fall of the smoothed loss against `ln(rate)`.
    ///
    /// On the average with smoothing 0.98, cut where it passes 4 times its best, without the first tenth of the sweep
    /// and the last 5 points: the rate where `(l[i+1] - l[i]) / (ln r[i+1] - ln r[i])` is lowest. Weak where noise
    /// causes steep falls.
    Steepest,
    /// fastai's `valley`, its default: a third into the longest valley.
    ///
    /// On the points of `Steepest`: with `n` the length of the longest strictly falling subsequence, the point
    /// `n - n/3 - n/6` before its end. Safe, and often far too low.
    Valley,
    /// fastai's `slide`: where the loss stops sliding before it rises.
    ///
    /// On the points of `Steepest`: backwards from the end while the slopes of two points 15 apart differ by more than
    /// 0.005, the earlier of the last such pair. The threshold is absolute, so a loss on another scale gives another
    /// rate.
    Slide,
    /// fastai's `minimum`: a tenth of the rate at the lowest smoothed loss, on the points of `Steepest`.
    ///
    /// The minimum lies after the raw loss has begun to rise, and later the more the loss is smoothed.
    MinimumOverTen,
}

impl Method {
    /// All rules of other tools.
    pub const EXTERNAL: [Self; 4] = [Self::Steepest, Self::Valley, Self::Slide, Self::MinimumOverTen];

    /// The name, as serialized.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Steepest => "steepest",
            Self::Valley => "valley",
            Self::Slide => "slide",
            Self::MinimumOverTen => "minimum_over_ten",
        }
    }
}

crate::serial::variants! {
    Method, "the name of a rule" {
        "band" => Band,
        "steepest" => Steepest,
        "valley" => Valley,
        "slide" => Slide,
        "minimum_over_ten" => MinimumOverTen,
    }
}

/// A point as the rules see it: the rate and a smoothed loss.
type Pair = (f64, f64);

/// The rate of another tool's rule; `None` if there are too few points for it.
pub(super) fn rate(method: Method, report: &Report) -> Option<f64> {
    match method {
        Method::Band => None,
        Method::Steepest => steepest(&fastai(report)),
        Method::Valley => valley(&fastai(report)),
        Method::Slide => slide(&fastai(report)),
        Method::MinimumOverTen => lowest(fastai(report).into_iter()).map(|rate| rate / 10.0),
    }
}

/// The points of fastai's rules: without the first tenth of the sweep and the last 5, if there are more.
fn fastai(report: &Report) -> Vec<Pair> {
    let pairs = smoothed(report.points());
    let rest = pairs.get(report.steps() / 10..).unwrap_or_default();
    let kept = rest.len().checked_sub(5).filter(|&kept| kept > 0).unwrap_or(rest.len());
    rest.iter().take(kept).copied().collect()
}

/// The average with smoothing 0.98, up to where it passes 4 times its best.
fn smoothed(points: &[Point]) -> Vec<Pair> {
    let mut ema = Ema::new(0.98);
    let mut best = f64::INFINITY;
    let mut pairs = Vec::with_capacity(points.len());
    for point in points {
        let loss = ema.add(point.loss);
        pairs.push((point.lr, loss));
        best = best.min(loss);
        if loss > 4.0 * best {
            break;
        }
    }
    pairs
}

/// The rate of the first lowest value.
fn lowest(pairs: impl Iterator<Item = Pair>) -> Option<f64> {
    pairs.reduce(|best, pair| if best.1 <= pair.1 { best } else { pair }).map(|(lr, _)| lr)
}

fn steepest(pairs: &[Pair]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let before = pairs.iter().zip(pairs.iter().skip(1));
    lowest(before.map(|(a, b)| (a.0, (b.1 - a.1) / (math::ln(b.0) - math::ln(a.0)))))
}

/// Central differences in index space, one-sided at the ends, as `numpy.gradient`.
fn index_gradient(pairs: &[Pair]) -> Vec<f64> {
    let last = pairs.len().saturating_sub(1);
    let slope = |i: usize| {
        let (from, to) = (i.saturating_sub(1), i.saturating_add(1).min(last));
        Some((pairs.get(to)?.1 - pairs.get(from)?.1) / math::float(to.saturating_sub(from)))
    };
    (0..pairs.len()).filter_map(slope).collect()
}

fn valley(pairs: &[Pair]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    // The longest falling subsequence that ends at each point: `ends[k]` is the highest loss that one of
    // length `k + 1` can end with, which falls with `k`.
    let mut ends: Vec<f64> = Vec::new();
    let (mut length, mut end) = (1_usize, 0_usize);
    for (i, &(_, loss)) in pairs.iter().enumerate() {
        let shorter = ends.partition_point(|&other| other > loss);
        match ends.get_mut(shorter) {
            Some(other) => *other = loss,
            None => ends.push(loss),
        }
        if shorter >= length {
            (length, end) = (shorter.saturating_add(1), i);
        }
    }
    // fastai: start + int(length/3) + int(length/6), where start = end - length may be -1.
    let index = end.saturating_add(length / 3).saturating_add(length / 6).saturating_sub(length);
    pairs.get(index).or(pairs.last()).map(|&(lr, _)| lr)
}

fn slide(pairs: &[Pair]) -> Option<f64> {
    const APART: usize = 15;
    const THRESHOLD: f64 = 0.005;
    if pairs.len() < APART.saturating_add(3) {
        return None;
    }
    let slopes = index_gradient(pairs);
    let earlier = slopes.iter().rev().skip(APART);
    let mut picked = pairs.iter().rev().skip(APART).map(|&(lr, _)| lr);
    let sliding =
        slopes.iter().rev().zip(earlier).take_while(|(later, earlier)| (*later - *earlier).abs() > THRESHOLD);
    // Before the first comparison the pick is the point 15 from the end.
    let count = sliding.count();
    picked.nth(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(losses: &[f64]) -> Vec<Pair> {
        losses.iter().zip(1..).map(|(&loss, lr)| (f64::from(lr), loss)).collect()
    }

    #[test]
    fn a_valley_falls_strictly() {
        // 3, 2, 1 is the longest fall: of the three points before its end, the one at 1 + 0.
        assert_eq!(valley(&pairs(&[3.0, 2.0, 2.0, 2.0, 1.0])), Some(3.0));
        assert_eq!(valley(&pairs(&[3.0, 2.0])), None);
        assert_eq!(valley(&pairs(&[3.0, 2.0, 1.0])), Some(1.0));
    }

    #[test]
    fn the_first_lowest_value_counts() {
        assert_eq!(lowest(pairs(&[2.0, 1.0, 1.0]).into_iter()), Some(2.0));
        assert_eq!(steepest(&[(1.0, 3.0), (2.0, 2.0)]), None);
        assert_eq!(steepest(&[(1.0, 3.0), (2.0, 2.0), (4.0, 0.0)]), Some(2.0));
        // Per decade the first fall is steeper: 1 in 0.3 against 1.5 in 0.9.
        assert_eq!(steepest(&[(1.0, 3.0), (2.0, 2.0), (16.0, 0.5)]), Some(1.0));
    }

    #[test]
    fn slides_need_eighteen_points() {
        let line = |count| pairs(&vec![1.0; count]);
        assert_eq!((slide(&line(17)), slide(&line(18))), (None, Some(3.0)));
    }

    #[test]
    fn gradients_are_one_sided_at_the_ends() {
        assert_eq!(index_gradient(&pairs(&[1.0, 3.0, 9.0, 10.0])), [2.0, 4.0, 3.5, 1.0]);
    }

    fn report(losses: &[f64]) -> Report {
        Report::from_curve(pairs(losses), losses.len()).unwrap()
    }

    #[test]
    fn the_last_five_points_are_left_out_if_there_are_more() {
        assert_eq!(fastai(&report(&[1.0; 5])).len(), 5);
        assert_eq!(fastai(&report(&[1.0; 6])).len(), 1);
        // Also the first tenth of 20.
        assert_eq!(fastai(&report(&[1.0; 20])).len(), 13);
    }

    #[test]
    fn the_average_is_cut_above_four_times_its_best() {
        assert_eq!(smoothed(report(&[0.0; 9]).points()).len(), 9);
        // The first two losses weigh 0.98 and 1 in 1.98: 1 and 7.06 give 4.06, and 6.9 gives 3.98.
        assert_eq!(smoothed(report(&[1.0, 7.06, 1.0]).points()).len(), 2);
        assert_eq!(smoothed(report(&[1.0, 6.9, 1.0]).points()).len(), 3);
    }

    #[test]
    fn slopes_that_differ_by_the_threshold_do_not_slide() {
        // The last slope is 1.01 and the one before 0.01 / 2, against slopes of 0 fifteen points earlier.
        let mut losses = [0.0; 18];
        (losses[16], losses[17]) = (-1.0, 0.01);
        assert_eq!(slide(&pairs(&losses)), Some(3.0));
    }
}
