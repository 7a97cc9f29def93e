//! Curves and phases for a chart that is some hundred pixels wide.

use lr_schedule::{Schedule, Scheduler};
use serde::Serialize;

/// Up to this many steps every rate is looked at; of longer runs as many, evenly.
const EXACT: usize = 1 << 22;
/// How many rates are computed at once.
const BLOCK: usize = 4_096;
/// Phases are not shown if there are more than this.
const MAX_PHASES: usize = 64;

/// What the axis has to show.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Extent {
    pub(crate) max: f64,
    pub(crate) min: f64,
    /// The lowest rate above 0, for a logarithmic axis.
    pub(crate) min_positive: Option<f64>,
    /// Whether only some steps were looked at.
    pub(crate) sampled: bool,
}

impl Extent {
    const NONE: Self = Self { max: 0.0, min: f64::MAX, min_positive: None, sampled: false };

    fn include(&mut self, rate: f64) {
        self.max = self.max.max(rate);
        self.min = self.min.min(rate);
        if rate > 0.0 {
            self.min_positive = Some(self.min_positive.map_or(rate, |min| min.min(rate)));
        }
    }
}

/// The points to draw of the steps `0..=last`, as step, rate, step, rate, ..: all of them if they are few, else the
/// lowest and the highest rate of each column.
pub(crate) fn curve(schedule: &Schedule, last: usize, columns: usize) -> (Vec<f64>, Extent) {
    let columns = columns.clamp(1, 8_192);
    let count = last.saturating_add(1);
    let mut points = Vec::with_capacity(4 * columns);
    let mut extent = Extent { sampled: count > EXACT, ..Extent::NONE };
    let mut push = |step: usize, rate: f64| {
        extent.include(rate);
        points.extend([float(step), rate]);
    };
    if count <= 2 * columns {
        let mut rates = vec![0.0; count];
        schedule.fill(0, &mut rates);
        rates.into_iter().enumerate().for_each(|(step, rate)| push(step, rate));
        return (points, extent);
    }
    let mut block = vec![0.0; BLOCK];
    for column in 0..columns {
        let (start, end) = (share(count, column, columns), share(count, column + 1, columns));
        let (low, high) = if count > EXACT {
            extremes((0..EXACT / columns).map(|i| {
                let step = start + share(end - start, i, EXACT / columns);
                (step, schedule.lr(step))
            }))
        } else {
            extremes_of_all(schedule, start, end, &mut block)
        };
        let (first, second) = if low.0 < high.0 { (low, high) } else { (high, low) };
        push(first.0, first.1);
        if second.0 != first.0 {
            push(second.0, second.1);
        }
    }
    // The right edge shows the last step, whatever the extremes of its column are.
    push(last, schedule.lr(last));
    (points, extent)
}

/// `part` of `parts` equal shares of `whole`.
fn share(whole: usize, part: usize, parts: usize) -> usize {
    let share = whole as u128 * part as u128 / parts as u128;
    usize::try_from(share).unwrap_or(usize::MAX)
}

type Point = (usize, f64);

/// The points of the lowest and of the highest rate.
fn extremes(points: impl Iterator<Item = Point>) -> (Point, Point) {
    let (mut low, mut high) = ((0, f64::INFINITY), (0, f64::NEG_INFINITY));
    for point in points {
        if point.1 < low.1 {
            low = point;
        }
        if point.1 > high.1 {
            high = point;
        }
    }
    (low, high)
}

/// The same of the rates of every step. Where a block is constant or runs in one direction, which is the rule, its
/// ends are enough; comparing neighbours needs no memory of where the extremes are, so it is quick.
fn extremes_of_all(schedule: &Schedule, start: usize, end: usize, block: &mut [f64]) -> (Point, Point) {
    let ends = (start..end).step_by(block.len()).flat_map(|first| {
        let rates = &mut block[..BLOCK.min(end - first)];
        schedule.fill(first, rates);
        let (rises, falls) = directions(rates);
        let (low, high) = if rises && falls {
            extremes((first..).zip(rates.iter().copied()))
        } else {
            let last = rates.len() - 1;
            extremes([(first, rates[0]), (first + last, rates[last])].into_iter())
        };
        [low, high]
    });
    extremes(ends)
}

/// Whether any rate is above the one before, and whether any is below.
fn directions(rates: &[f64]) -> (bool, bool) {
    let (mut rises, mut falls) = (false, false);
    for pair in rates.windows(2) {
        rises |= pair[1] > pair[0];
        falls |= pair[1] < pair[0];
    }
    (rises, falls)
}

/// A phase of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Band {
    pub(crate) name: String,
    pub(crate) start: usize,
    /// The step after the last one, or the end of the chart.
    pub(crate) end: usize,
}

/// The phases of the steps `0..=last`; none if there are too many to tell apart.
pub(crate) fn phases(schedule: &Schedule, last: usize) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut step = 0;
    while step <= last {
        let Some(phase) = schedule.phase(step) else { return Vec::new() };
        let end = (*phase.steps.end()).min(last.saturating_sub(1)).saturating_add(1).max(step + 1);
        bands.push(Band { name: phase_name(&phase), start: step, end: end.min(last) });
        if bands.len() > MAX_PHASES {
            return Vec::new();
        }
        if *phase.steps.end() >= last {
            break;
        }
        step = end;
    }
    bands
}

/// The name of a phase.
pub(crate) fn phase_name(phase: &lr_schedule::Phase) -> String {
    phase.kind.to_string()
}

#[expect(clippy::cast_precision_loss, reason = "a place on a chart")]
pub(crate) fn float(step: usize) -> f64 {
    step as f64
}

#[cfg(test)]
mod tests {
    use lr_schedule::{CosineDecay, LinearDecay, StepDecay};

    use super::*;

    #[test]
    fn few_steps_are_drawn_as_they_are() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap().into();
        let (points, extent) = curve(&schedule, 4, 100);
        assert_eq!(points, [0.0, 1.0, 1.0, 0.75, 2.0, 0.5, 3.0, 0.25, 4.0, 0.0]);
        assert_eq!((extent.min, extent.max, extent.min_positive), (0.0, 1.0, Some(0.25)));
    }

    #[test]
    fn every_point_of_a_long_curve_is_a_rate_of_the_schedule() {
        let schedule = CosineDecay::new(1e-3, 1e-5, 900_000).unwrap().repeated(70_001).unwrap().into();
        let (points, extent) = curve(&schedule, 1_000_000, 700);
        assert!(points.len() <= 2 * (2 * 700 + 1) && !extent.sampled);
        for pair in points.chunks_exact(2) {
            let step = format!("{:.0}", pair[0]).parse().unwrap();
            assert_eq!(schedule.lr(step), pair[1]);
        }
        assert_eq!(extent.max, 1e-3);
    }

    #[test]
    fn the_longest_run_takes_no_longer_than_others() {
        let schedule = StepDecay::new(1.0, 0.5, 1 << 28).unwrap().into();
        let (points, extent) = curve(&schedule, u32::MAX as usize, 1_000);
        assert!(extent.sampled && points.len() <= 4_002);
        assert_eq!((points[0], points[1]), (0.0, 1.0));
    }

    #[test]
    fn phases_follow_one_another_up_to_the_edge() {
        let schedule = LinearDecay::new(1.0, 0.0, 70).unwrap().warmup(30, 0.0).unwrap().into();
        let bands = phases(&schedule, 120);
        let found: Vec<_> = bands.iter().map(|band| (band.name.as_str(), band.start, band.end)).collect();
        assert_eq!(found, [("warmup", 0, 30), ("decay", 30, 100), ("held", 100, 120)]);
        assert_eq!(phases(&schedule, 50).len(), 2);
    }
}
