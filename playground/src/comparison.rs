//! Schedules beside one another.

use lr_schedule::Schedule;
use lr_schedule::training::first_difference;
use serde::Serialize;

use crate::transfer;

/// The comparison of two slots.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Pair {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The peak of `to` for one of 1 of `from`, or why there is none.
    pub(crate) ratio: Option<f64>,
    pub(crate) no_ratio: Option<String>,
    /// The first step with different rates.
    pub(crate) step: Option<usize>,
    pub(crate) from_rate: f64,
    pub(crate) to_rate: f64,
}

/// Every ordered pair of open slots, over the steps `0..=last`.
pub(crate) fn pairs(slots: &[Option<Schedule>], last: usize) -> Vec<Pair> {
    let open = || slots.iter().enumerate().filter_map(|(slot, schedule)| Some((slot, schedule.as_ref()?)));
    let mut pairs = Vec::new();
    for (from, left) in open() {
        for (to, right) in open().filter(|&(to, _)| to != from) {
            let ratio = transfer::peak_ratio(left, right, last);
            let difference = first_difference(left, right, 0..last.saturating_add(1));
            pairs.push(Pair {
                from,
                to,
                no_ratio: ratio.as_ref().err().cloned(),
                ratio: ratio.ok(),
                step: difference.map(|difference| difference.step),
                from_rate: difference.map_or(0.0, |difference| difference.left),
                to_rate: difference.map_or(0.0, |difference| difference.right),
            });
        }
    }
    pairs
}
