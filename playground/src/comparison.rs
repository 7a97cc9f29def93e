//! Schedules beside one another.

use lr_schedule::Schedule;
use lr_schedule::training::first_difference;
use serde::Serialize;

use crate::transfer;

/// Longer runs are not compared step by step, which would take seconds.
pub(crate) const MAX_STEPS: usize = 10_000_000;

/// The comparison of all open slots.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Comparison {
    /// One for each ordered pair.
    pub(crate) ratios: Vec<Transfer>,
    /// One for each pair.
    pub(crate) differences: Vec<Difference>,
    /// The steps that were compared, which may be fewer than the run has.
    pub(crate) steps: usize,
}

/// The peak of `to` for a peak of 1 of `from`, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Transfer {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) ratio: Option<f64>,
    pub(crate) reason: Option<String>,
}

/// The first step at which two slots have different rates, if there is one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Difference {
    pub(crate) slots: [usize; 2],
    pub(crate) step: Option<usize>,
    pub(crate) rates: [f64; 2],
}

/// Compares the open slots over a run of `steps`.
pub(crate) fn compare(slots: &[Option<Schedule>], steps: usize) -> Comparison {
    let open: Vec<_> =
        slots.iter().enumerate().filter_map(|(slot, schedule)| Some((slot, schedule.as_ref()?))).collect();
    let compared = steps.min(MAX_STEPS);
    let mut found = Comparison { ratios: Vec::new(), differences: Vec::new(), steps: compared };
    for &(from, left) in &open {
        for &(to, right) in open.iter().filter(|&&(to, _)| to != from) {
            let ratio = transfer::peak_ratio(left, right, steps);
            found.ratios.push(Transfer {
                from,
                to,
                reason: ratio.as_ref().err().cloned(),
                ratio: ratio.ok(),
            });
            if from < to {
                let difference = first_difference(left, right, 0..compared.saturating_add(1));
                found.differences.push(Difference {
                    slots: [from, to],
                    step: difference.map(|difference| difference.step),
                    rates: difference.map_or([0.0; 2], |difference| [difference.left, difference.right]),
                });
            }
        }
    }
    found
}
