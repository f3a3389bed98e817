//! Shows the progress of the command `delete` on standard error.

use std::io::{IsTerminal, Write as _};
use std::time::{Duration, Instant};

use super::messages;
use super::print_error;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobState, Reason};

/// How often a line is written when standard error is not a terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// On a terminal, one line that is overwritten. Elsewhere, a new line from time to time.
#[derive(Debug)]
pub(super) struct Progress {
    is_on_terminal: bool,
    shown: String,
    shown_at: Option<Instant>,
}

impl Progress {
    /// Checks whether standard error is a terminal.
    pub(super) fn new() -> Self {
        let is_on_terminal = std::io::stderr().is_terminal();
        Self { is_on_terminal, shown: String::new(), shown_at: None }
    }

    /// Shows the progress if it has changed. Waiting is shown at once.
    pub(super) fn show(&mut self, job: &Job) {
        let text = text(job);
        if text == self.shown {
            return;
        }
        if self.is_on_terminal {
            draw(&format!("\r\x1b[2K{}{text}", bar(job)));
        } else {
            let is_time = self.shown_at.is_none_or(|at| at.elapsed() >= BETWEEN_LINES);
            if !is_time && job.state != JobState::Waiting {
                return;
            }
            print_error(&text);
        }
        (self.shown, self.shown_at) = (text, Some(Instant::now()));
    }

    /// Ends the line, so that the next text starts on its own line.
    pub(super) fn end(&mut self) {
        if self.is_on_terminal && !self.shown.is_empty() {
            draw("\n");
            self.shown.clear();
        }
    }
}

fn draw(text: &str) {
    let mut stderr = std::io::stderr();
    // A closed terminal does not stop the command.
    let _drawn = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

fn settled(job: &Job) -> u32 {
    job.counts.total - job.counts.pending()
}

/// Empty while the job waits, because the reason needs the space.
fn bar(job: &Job) -> String {
    const WIDTH: u64 = 20;
    if job.state == JobState::Waiting {
        return String::new();
    }
    let done = WIDTH * u64::from(settled(job)) / u64::from(job.counts.total.max(1));
    let done = usize::try_from(done).unwrap_or(0);
    format!("[{}{}] ", "#".repeat(done), "·".repeat(20 - done))
}

fn text(job: &Job) -> String {
    let counts = &job.counts;
    let mut parts = vec![format!("{} of {}", settled(job), counts.total)];
    match job.state {
        JobState::Waiting => parts.push(waiting(job.reason, job.resumes_at)),
        JobState::Verifying => parts.push("looking whether they are gone".to_owned()),
        JobState::Running if counts.pending() > 0 => {
            parts.extend(job.rate.map(|rate| format!("{rate:.0} a second")));
            parts.extend(job.eta_seconds.map(|left| format!("{} left", duration_text(left))));
        }
        _ => {}
    }
    parts.join(", ")
}

fn duration_text(seconds: u32) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

fn waiting(reason: Option<Reason>, until: Option<UnixTime>) -> String {
    let why = messages::for_reason(reason.unwrap_or(Reason::PortalBusy));
    let at = until.and_then(|at| jiff::Timestamp::from_second(at.0).ok());
    at.map_or_else(|| why.to_owned(), |at| format!("{why}; goes on at {} UTC", at.strftime("%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_shown_in_round_numbers() {
        for (seconds, expected) in [(5, "5 s"), (60, "1 min"), (61, "2 min"), (3_700, "1 h 1 min")] {
            assert_eq!(duration_text(seconds), expected);
        }
    }

    #[test]
    fn a_wait_says_why_and_until_when() {
        let text = waiting(Some(Reason::OperationLimit), Some(UnixTime(3_661)));
        assert_eq!(text, "the portal's limit for deletions is reached; goes on at 01:01:01 UTC");
    }
}
