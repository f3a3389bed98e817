//! How far the command `delete` has come, on standard error.

use std::io::{IsTerminal, Write as _};

use super::complain;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobState, Reason};

/// A line that is written over on a terminal; elsewhere a line now and then.
#[derive(Debug, Default)]
pub(super) struct Progress {
    last: String,
    looks: u32,
}

impl Progress {
    /// Says how far the job has come, if that is news.
    pub(super) fn tell(&mut self, job: &Job) {
        const BETWEEN_LINES: u32 = 50;
        let counts = &job.counts;
        let settled = counts.total - counts.pending();
        let mut text = format!("{settled} of {}", counts.total);
        if job.state == JobState::Waiting {
            text = format!("{text} – {}", waiting(job.reason, job.resumes_at));
        } else if let Some(rate) = job.rate.filter(|_| counts.pending() > 0) {
            text = format!("{text} – {rate:.0} a second");
        }
        if text == self.last {
            return;
        }
        if std::io::stderr().is_terminal() {
            let done = usize::try_from(20 * u64::from(settled) / u64::from(counts.total.max(1))).unwrap_or(0);
            draw(&format!("\r\x1b[2K[{}{}] {text}", "#".repeat(done), "·".repeat(20 - done)));
        } else if self.looks.is_multiple_of(BETWEEN_LINES) {
            complain(&text);
        }
        self.looks += 1;
        self.last = text;
    }

    /// Leaves the line.
    pub(super) fn end(&self) {
        if std::io::stderr().is_terminal() && !self.last.is_empty() {
            draw("\n");
        }
    }
}

fn draw(text: &str) {
    let mut stderr = std::io::stderr();
    // A terminal that went away is no reason to stop.
    let _drawn = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

fn waiting(reason: Option<Reason>, until: Option<UnixTime>) -> String {
    let why = match reason {
        Some(Reason::OperationLimit) => "the portal's limit is reached",
        Some(Reason::PortalUnavailable) => "the portal cannot be reached",
        _ => "the portal is busy",
    };
    let at = until.and_then(|at| jiff::Timestamp::from_second(at.0).ok());
    at.map_or_else(|| why.to_owned(), |at| format!("{why}, goes on at {} UTC", at.strftime("%H:%M:%S")))
}
