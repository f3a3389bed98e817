//! Faults of this program during a job. A job with repeated faults is stopped.

use std::time::Duration;

/// After this many faults in a row a job is paused until a person resumes it.
pub const MOST_FAULTS: u32 = 5;
/// How long a job waits after the first fault. Each further wait is four times as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// How long a job waits after this many faults in a row; `None` when it is paused instead.
#[must_use]
pub fn pause_after(faults: u32) -> Option<Duration> {
    (faults < MOST_FAULTS).then(|| FIRST_PAUSE * 4_u32.pow(faults.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_until_the_job_is_paused() {
        let pauses: Vec<_> = (1..=5).map(|faults| pause_after(faults).map(|pause| pause.as_secs())).collect();
        assert_eq!(pauses, [Some(2), Some(8), Some(32), Some(128), None]);
    }
}
