//! The requests of the page.

use serde::{Deserialize, Serialize};

/// How many schedules can be open at once.
pub(crate) const SLOTS: usize = 4;

/// The text formats of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// JSON.
    Json,
    /// TOML.
    Toml,
}

/// How the losses of a range test were smoothed before they were saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Smoothing {
    /// Not known: the page examines the losses, and asks if they look smoothed.
    Unknown,
    /// Not smoothed.
    Raw,
    /// The bias-corrected average with 0.98 of fastai and Lightning.
    Debiased,
    /// The plain average with 0.95 that starts at the first loss, of torch-lr-finder.
    Plain,
}

/// A request: an object whose `do` is its name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// The names and descriptions of the catalogue.
    Catalogue,
    /// The text of a catalogue entry, for a run of `steps`.
    Entry {
        /// Its group.
        group: String,
        /// Its name.
        name: String,
        /// The run length it is scaled to.
        steps: usize,
        /// The format of the text.
        format: Format,
    },
    /// The same schedule in the other format.
    Convert {
        /// The text.
        text: String,
        /// Its format.
        from: Format,
        /// The format wanted.
        to: Format,
    },
    /// The same schedule for another run length.
    Rescale {
        /// The text.
        text: String,
        /// Its format.
        format: Format,
        /// The run length it is for.
        from: usize,
        /// The run length wanted.
        to: usize,
    },
    /// Opens a schedule in a slot; a text with an error leaves the slot empty.
    Open {
        /// The slot, from 0.
        slot: usize,
        /// The text.
        text: String,
        /// Its format.
        format: Format,
    },
    /// Empties a slot.
    Close {
        /// The slot, from 0.
        slot: usize,
    },
    /// The points of the curve of a slot, as numbers: step, rate, step, rate, ..
    Curve {
        /// The slot, from 0.
        slot: usize,
        /// The last step.
        steps: usize,
        /// The pixel columns of the chart.
        columns: usize,
    },
    /// The phases of a slot.
    Phases {
        /// The slot, from 0.
        slot: usize,
        /// The last step.
        steps: usize,
    },
    /// Rate and phase of every slot at a step.
    At {
        /// The step.
        step: usize,
    },
    /// Peak ratios and first differences of all open slots.
    Compare {
        /// The run length.
        steps: usize,
    },
    /// Reads a log of steps and rates; its points are the numbers of the answer.
    Log {
        /// The text of the file.
        text: String,
    },
    /// Where each open slot departs from the log.
    Departures,
    /// Reads a range test; rate, loss and smoothed loss of its points are the numbers of the answer.
    Sweep {
        /// The text of the file.
        text: String,
        /// How its losses were smoothed.
        smoothing: Smoothing,
        /// The run length for which peaks are computed.
        steps: usize,
    },
}
