//! From the rates of a schedule to the few points that a chart can show.

use alloc::vec::Vec;

use crate::{Scheduler, math};

/// Up to so many steps all of them are looked at.
const ALL: usize = 1 << 22;

/// Of more steps, so many are chosen evenly.
const SOME: usize = 1 << 16;

/// The rates of the steps `0..=last` as points that look the same in so many columns: of each column the
/// first, the lowest, the highest and the last one.
pub(super) fn sample(schedule: &dyn Scheduler, last: usize, columns: usize) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut column = Column::default();
    let mut visit = |step: usize, rate: f64| {
        let number = math::to_usize(math::progress(step, last.max(1)) * math::float(columns));
        if number != column.number {
            points.append(&mut column.points());
            column = Column { number, ..Column::default() };
        }
        column.add((math::float(step), rate));
    };
    if last <= ALL {
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
        for step in (0..last).step_by(last / SOME).chain([last]) {
            visit(step, schedule.lr(step));
        }
    }
    points.append(&mut column.points());
    points
}

/// The points of one column that count.
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

    /// In the order of the steps, each once.
    fn points(&self) -> Vec<(f64, f64)> {
        let ends = self.ends.map(|(first, last)| [first, last]).into_iter().flatten();
        let mut points: Vec<_> = ends.chain(self.low).chain(self.high).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points.dedup();
        points
    }
}

/// Leaves out the points that are within `tolerance` of the line between others (Douglas and Peucker).
pub(super) fn simplified(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::new();
    // Stretches still to look at; on a stack, as there can be many inside one another.
    let mut stretches = Vec::from([points]);
    while let Some(stretch) = stretches.pop() {
        let (Some(&first), Some(&last)) = (stretch.first(), stretch.last()) else { continue };
        let inner = stretch.iter().enumerate().map(|(i, &point)| (i, distance(point, first, last)));
        match inner.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((i, far)) if far > tolerance => {
                let end = i.saturating_add(1).min(stretch.len());
                stretches.extend([stretch.get(i..), stretch.get(..end)].into_iter().flatten());
            }
            _ => kept.extend([first, last]),
        }
    }
    kept.dedup();
    kept
}

/// How far a point is from the line through two others.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = math::sqrt(x * x + y * y);
    if length == 0.0 { math::sqrt(px * px + py * py) } else { (px * y - py * x).abs() / length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, StepDecay, from_fn};

    #[test]
    fn a_spike_of_one_step_in_a_million_is_seen() {
        let spike = from_fn(|step| if step == 654_321 { 1.0 } else { 0.5 });
        let points = sample(&spike, 1_000_000, 600);
        assert!(points.len() < 4 * 602, "{}", points.len());
        assert!(points.contains(&(654_321.0, 1.0)));
    }

    #[test]
    fn both_ends_are_drawn_however_far() {
        for last in [0, 1, 5_000, ALL + 17, usize::MAX] {
            let points = sample(&Constant::new(0.5).unwrap(), last, 600);
            assert_eq!(points.first(), Some(&(0.0, 0.5)));
            assert_eq!(points.last(), Some(&(math::float(last), 0.5)));
        }
    }

    #[test]
    fn what_is_straight_needs_two_points_and_stairs_keep_their_corners() {
        let line: Vec<_> = (0..100).map(|i| (f64::from(i), 3.0 * f64::from(i))).collect();
        assert_eq!(simplified(&line, 0.1), [(0.0, 0.0), (99.0, 297.0)]);
        let stairs = sample(&StepDecay::new(100.0, 0.5, 10).unwrap(), 29, 600);
        let corners = [(0., 100.), (9., 100.), (10., 50.), (19., 50.), (20., 25.), (29., 25.)];
        assert_eq!(simplified(&stairs, 0.1), corners);
        assert_eq!(simplified(&[], 0.1), []);
        assert_eq!(simplified(&[(1.0, 2.0)], 0.1), [(1.0, 2.0)]);
    }
}
