//! How long the command waits for a portal that is down. It always waits for a portal's limit for deletions to end.

use std::time::{Duration, Instant};

use crate::domain::job::{Job, JobState, Reason};

/// Parses `90s`, `30m`, `2h`, `1h30m`, `1d`. A number without a unit is refused, because it is ambiguous.
///
/// # Errors
/// A sentence with an example.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no duration: write 90s, 30m, 2h or 1h30m");
    let (mut rest, mut seconds) = (text.trim(), 0_u64);
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().map_err(|_error| wrong())?;
        let unit = match rest[digits..].chars().next() {
            Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            _ => return Err(wrong()),
        };
        seconds = number.checked_mul(unit).and_then(|more| seconds.checked_add(more)).ok_or_else(wrong)?;
        rest = &rest[digits + 1..];
    }
    Ok(Duration::from_secs(seconds))
}

/// Formats a duration in the units that users type.
pub(super) fn describe(wait: Duration) -> String {
    let seconds = wait.as_secs();
    match (seconds / 3_600, seconds % 3_600 / 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, 0, 0) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// Ends the wait after this time without an answer.
#[derive(Debug)]
pub(super) struct SilenceLimit {
    longest: Duration,
    down_since: Option<Instant>,
    setbacks: u32,
}

impl SilenceLimit {
    pub(super) fn new(longest: Duration) -> Self {
        Self { longest, down_since: None, setbacks: 0 }
    }

    /// Whether the time is over, judged by the job's state. Each answer of the portal starts the time again: it lowers
    /// the job's count of setbacks.
    pub(super) fn is_over(&mut self, job: &Job) -> bool {
        let is_down = job.state == JobState::Waiting && job.reason.is_some_and(is_down);
        let has_answered = job.setbacks < self.setbacks;
        self.setbacks = job.setbacks;
        if has_answered || (job.state == JobState::Waiting && !is_down) {
            self.down_since = None;
        }
        if !is_down {
            return false;
        }
        self.down_since.get_or_insert_with(Instant::now).elapsed() >= self.longest
    }
}

fn is_down(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::PortalUnavailable
            | Reason::NotTheApi
            | Reason::AnswerTooLong
            | Reason::AnswerLost
            | Reason::PortalBusy
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_without_a_unit_are_refused() {
        for (text, seconds) in [("90s", 90), ("30m", 1_800), ("2h", 7_200), ("1h30m", 5_400), ("0s", 0)] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "30", "m", "30 m", "-1m", "1.5h", "99999999999999999999d", "9999999999999999999d"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(describe(Duration::from_mins(30)), "30 min");
    }
}
