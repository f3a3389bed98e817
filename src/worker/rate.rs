//! Measures how many contacts per second a job finishes.

use std::collections::VecDeque;
use std::time::Duration;

/// Only this period counts.
const WINDOW: Duration = Duration::from_secs(30);

/// The measurements of one run.
#[derive(Debug)]
pub(super) struct Rate {
    samples: VecDeque<(Duration, usize)>,
    since: Duration,
}

impl Rate {
    /// Starts the measurement.
    pub(super) fn from(now: Duration) -> Self {
        Self { samples: VecDeque::new(), since: now }
    }

    /// Counts finished contacts. Returns contacts per second; `None` if it is too early or there are none.
    #[expect(clippy::cast_precision_loss, reason = "counts of contacts are small")]
    pub(super) fn count(&mut self, finished: usize, now: Duration) -> Option<f64> {
        self.samples.push_back((now, finished));
        while self.samples.front().is_some_and(|(at, _)| now.saturating_sub(*at) > WINDOW) {
            self.samples.pop_front();
        }
        let span = now.saturating_sub(self.since).min(WINDOW).as_secs_f64();
        let sum: usize = self.samples.iter().map(|(_, count)| count).sum();
        (span >= 0.5 && sum > 0).then(|| sum as f64 / span)
    }
}

/// Whole seconds for `pending` contacts at this rate.
pub(super) fn seconds_left(pending: u32, rate: f64) -> u32 {
    whole_seconds(f64::from(pending) / rate)
}

/// Rounds seconds up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
pub(super) fn whole_seconds(seconds: f64) -> u32 {
    seconds.ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_half_minute() {
        let mut rate = Rate::from(Duration::ZERO);
        assert_eq!(rate.count(10, Duration::from_millis(10)), None, "too early");
        assert_eq!(rate.count(90, Duration::from_secs(10)), Some(10.0));
        assert_eq!(rate.count(30, Duration::from_secs(100)), Some(1.0));
        assert_eq!(seconds_left(5, 1.0), 5);
    }
}
