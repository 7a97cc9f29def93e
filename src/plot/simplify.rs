//! Reduces the rates of a schedule to the points that are visible in a chart.

use alloc::vec::Vec;

use crate::{Scheduler, math};

/// Up to this many steps are all evaluated.
const MAX_STEPS: usize = 1 << 22;

/// Up to this many phases are evaluated step by step: a phase can cost as much as a thousand steps.
const MAX_PHASES: usize = 1 << 14;

/// The number of steps sampled otherwise.
const SAMPLES: usize = 1 << 16;

/// The rates of the steps `0..=last` as points that look the same in this many columns: of each column the
/// first, the lowest, the highest and the last one.
pub(super) fn sample(schedule: &dyn Scheduler, last: usize, columns: usize) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut column = Column::default();
    let mut visit = |step: usize, rate: f64| {
        let number = math::to_usize(math::float(step) / math::float(last.max(1)) * math::float(columns));
        if number != column.number {
            points.append(&mut column.points());
            column = Column { number, ..Column::default() };
        }
        column.add((math::float(step), rate));
    };
    if last <= MAX_STEPS && has_few_phases(schedule, last) {
        let mut rates = [0.0; 1_024];
        for start in (0..=last).step_by(rates.len()) {
            let block = rates.len().min(last.saturating_sub(start).saturating_add(1));
            let Some(rates) = rates.get_mut(..block) else { break };
            schedule.fill(start, rates);
            for (step, &rate) in (start..).zip(&*rates) {
                visit(step, rate);
            }
        }
    } else {
        for step in samples(last) {
            visit(step, schedule.lr(step));
        }
    }
    points.append(&mut column.points());
    points
}

fn has_few_phases(schedule: &dyn Scheduler, last: usize) -> bool {
    let mut step = 0;
    for _ in 0..MAX_PHASES {
        match schedule.phase(step).and_then(|phase| phase.end()) {
            Some(end) if step < end && end <= last => step = end,
            _ => return true,
        }
    }
    false
}

/// Both ends and one step in each of `SAMPLES` equal intervals, at a varying position: equal distances could be
/// multiples of the schedule's period, which would then look constant.
fn samples(last: usize) -> impl Iterator<Item = usize> {
    // The fractional parts of multiples of the golden ratio are spread evenly.
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
    let length = (last / SAMPLES).max(1);
    let inner = (1_u64..).zip((0..last).step_by(length).skip(1)).map(move |(i, start)| {
        let part = u128::from(i.wrapping_mul(GOLDEN)).saturating_mul(length as u128) >> 64;
        start.saturating_add(usize::try_from(part).unwrap_or(0))
    });
    core::iter::once(0).chain(inner.filter(move |&step| step < last)).chain([last])
}

/// The first, lowest, highest and last finite point of a column.
#[derive(Default)]
struct Column {
    number: usize,
    ends: Option<((f64, f64), (f64, f64))>,
    low: Option<(f64, f64)>,
    high: Option<(f64, f64)>,
}

impl Column {
    fn add(&mut self, point: (f64, f64)) {
        if !point.1.is_finite() {
            return;
        }
        self.ends = Some((self.ends.map_or(point, |(first, _)| first), point));
        if self.low.is_none_or(|low| point.1 < low.1) {
            self.low = Some(point);
        }
        if self.high.is_none_or(|high| point.1 > high.1) {
            self.high = Some(point);
        }
    }

    /// The points in the order of their steps, each once.
    fn points(&self) -> Vec<(f64, f64)> {
        let ends = self.ends.map(|(first, last)| [first, last]).into_iter().flatten();
        let mut points: Vec<_> = ends.chain(self.low).chain(self.high).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup();
        points
    }
}

/// Removes the points that are within `tolerance` of the line through others (Douglas and Peucker).
pub(super) fn simplified(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::new();
    // Ranges still to simplify; an explicit stack, as recursion could be deep.
    let mut ranges = Vec::from([points]);
    while let Some(range) = ranges.pop() {
        let (Some(&first), Some(&last)) = (range.first(), range.last()) else { continue };
        let inner = range.iter().enumerate().map(|(i, &point)| (i, distance(point, first, last)));
        match inner.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((i, far)) if far > tolerance => {
                let end = i.saturating_add(1).min(range.len());
                ranges.extend([range.get(i..), range.get(..end)].into_iter().flatten());
            }
            _ => kept.extend([first, last]),
        }
    }
    kept.dedup();
    kept
}

/// The distance of a point from the line through two others.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = math::sqrt(x * x + y * y);
    if length == 0.0 { math::sqrt(px * px + py * py) } else { (px * y - py * x).abs() / length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, StepDecay, WarmRestarts, from_fn};

    #[test]
    fn a_spike_of_one_step_in_a_million_is_seen() {
        let spike = from_fn(|step| if step == 654_321 { 1.0 } else { 0.5 });
        let points = sample(&spike, 1_000_000, 600);
        assert!(points.len() < 4 * 602, "{}", points.len());
        assert!(points.contains(&(654_321.0, 1.0)));
    }

    /// Cycles of one step, and more cycles than are evaluated step by step.
    #[test]
    fn many_cycles_are_sampled_and_do_not_look_constant() {
        let far = 1 << (usize::BITS / 2 + 8);
        for (period, last) in [(1, 4_000_000), (61, 4_000_000), (64, 1 << 22), (1 << 20, far)] {
            let restarts = WarmRestarts::new(1.0, 0.0, period).unwrap();
            let growing = restarts.with_period_mult(1.000_000_1).unwrap();
            for schedule in [restarts, growing] {
                let points = sample(&schedule, last, 600);
                assert!((2..=4 * 602).contains(&points.len()), "{}", points.len());
                let low = points.iter().map(|point| point.1).fold(1.0, f64::min);
                let expected = if period == 1 && schedule == restarts { 1.0 } else { 0.01 };
                assert!(low <= expected, "{period} {last}: {low}");
            }
        }
    }

    #[test]
    fn both_ends_are_drawn_however_far() {
        for last in [0, 1, 5_000, MAX_STEPS + 17, usize::MAX] {
            let points = sample(&Constant::new(0.5).unwrap(), last, 600);
            assert_eq!(points.first(), Some(&(0.0, 0.5)));
            assert_eq!(points.last(), Some(&(math::float(last), 0.5)));
        }
    }

    #[test]
    fn a_straight_line_needs_two_points_and_a_staircase_keeps_its_corners() {
        let line: Vec<_> = (0..100).map(|i| (f64::from(i), 3.0 * f64::from(i))).collect();
        assert_eq!(simplified(&line, 0.1), [(0.0, 0.0), (99.0, 297.0)]);
        let staircase = sample(&StepDecay::new(100.0, 0.5, 10).unwrap(), 29, 600);
        let corners = [(0., 100.), (9., 100.), (10., 50.), (19., 50.), (20., 25.), (29., 25.)];
        assert_eq!(simplified(&staircase, 0.1), corners);
        assert_eq!(simplified(&[], 0.1), []);
        assert_eq!(simplified(&[(1.0, 2.0)], 0.1), [(1.0, 2.0)]);
    }
}
