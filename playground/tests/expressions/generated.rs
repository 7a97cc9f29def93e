pub(super) const MADE: &[fn() -> Result<lr_schedule::Schedule, lr_schedule::Error>] = &[];
