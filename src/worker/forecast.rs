//! How long a job still takes, by what is known of its portal: what a call takes, how many go at once, how many the portal
//! lets in, how long its methods may run, and what is to be read back at the end.

/// Within this many seconds a portal counts how long a method ran (b24restdocs settings/performance/limits.md).
const WINDOW: f64 = 600.0;

/// The work that is left, and the limits of the portal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Forecast {
    /// Calls that delete.
    pub(super) calls: f64,
    /// Seconds that one of them takes.
    pub(super) call_seconds: f64,
    /// How many of them are in flight at the same time.
    pub(super) at_once: f64,
    /// Calls that read back what was deleted, one after the other.
    pub(super) verify_calls: f64,
    /// Seconds that one of them takes.
    pub(super) verify_seconds: f64,
    /// Calls that the portal takes at once just now.
    pub(super) free: f64,
    /// Calls a second that it takes from then on.
    pub(super) per_second: f64,
    /// The running time of the deletions, where the portal counts it.
    pub(super) running: Option<RunningTimeForecast>,
}

/// The running time that the remaining work needs and the portal allows, in seconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct RunningTimeForecast {
    /// What the calls that are left will run.
    pub(super) need: f64,
    /// What is left in the present window.
    pub(super) left: f64,
    /// What there is in a whole one.
    pub(super) ceiling: f64,
}

impl Forecast {
    /// Seconds until the job has ended.
    pub(super) fn seconds(&self) -> f64 {
        let pace = self.at_once / self.call_seconds.max(1e-3);
        let sent = seconds_for_calls(self.calls, pace, self.free, self.per_second);
        let deleted = self.running.map_or(sent, |running| running.with_pauses(sent));
        let used = self.calls - deleted * self.per_second;
        let free = (self.free - used.max(0.0)).max(0.0);
        deleted
            + seconds_for_calls(self.verify_calls, 1.0 / self.verify_seconds.max(1e-3), free, self.per_second)
    }
}

/// Seconds for calls at that pace, when so many go at once and `per_second` from then on.
fn seconds_for_calls(calls: f64, pace: f64, free: f64, per_second: f64) -> f64 {
    if pace <= per_second {
        return calls / pace;
    }
    let until_full = free / (pace - per_second);
    let before = pace * until_full;
    if calls <= before { calls / pace } else { until_full + (calls - before) / per_second }
}

impl RunningTimeForecast {
    /// Work that would take so long without the limit, with its breaks.
    fn with_pauses(self, work: f64) -> f64 {
        // Seconds that the method runs in a second of work.
        let speed = self.need / work.max(1e-3);
        if self.need <= self.left || speed * WINDOW <= self.ceiling {
            return work;
        }
        let used = (self.ceiling - self.left).max(0.0);
        let until_next_window = (self.left / speed).max(WINDOW - used / speed);
        let later = self.need - self.left;
        let whole = (later / self.ceiling).floor();
        until_next_window + whole * WINDOW + whole.mul_add(-self.ceiling, later) / speed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const QUICK: Forecast = Forecast {
        calls: 100.0,
        call_seconds: 0.1,
        at_once: 1.0,
        verify_calls: 0.0,
        verify_seconds: 1.0,
        free: f64::INFINITY,
        per_second: 2.0,
        running: None,
    };

    fn about(seconds: f64, forecast: &Forecast) {
        let said = forecast.seconds();
        assert!((said - seconds).abs() < seconds / 100.0 + 1e-6, "{said} instead of {seconds}");
    }

    #[test]
    fn calls_take_their_time_and_several_at_once_take_less() {
        about(10.0, &QUICK);
        about(2.5, &Forecast { at_once: 4.0, ..QUICK });
    }

    #[test]
    fn calls_beyond_the_bucket_wait_for_it() {
        // Ten calls a second until 50 and what drains meanwhile are used up, after 6.25 seconds; two a second from then on.
        about(6.25 + 187.5 / 2.0, &Forecast { calls: 250.0, free: 50.0, ..QUICK });
        about(100.0, &Forecast { call_seconds: 1.0, free: 0.0, ..QUICK });
    }

    #[test]
    fn running_time_makes_breaks() {
        let slow = Forecast { calls: 90.0, call_seconds: 10.0, ..QUICK };
        let running = |left| Some(RunningTimeForecast { need: 900.0, left, ceiling: 400.0 });
        // 400 seconds of work, a break of 200, twice; then 100 seconds.
        about(1300.0, &Forecast { running: running(400.0), ..slow });
        // 300 of the first 400 were worked before.
        about(300.0 + 1200.0, &Forecast { running: running(100.0), ..slow });
        about(900.0, &Forecast { running: running(900.0), ..slow });
    }

    #[test]
    fn verification_is_added_and_uses_what_is_left_of_the_bucket() {
        about(10.0 + 60.0, &Forecast { verify_calls: 60.0, ..QUICK });
        let full = Forecast { calls: 250.0, free: 50.0, verify_calls: 10.0, verify_seconds: 0.1, ..QUICK };
        about(100.0 + 5.0, &full);
    }

    proptest! {
        #[test]
        fn more_work_never_takes_less_time(
            calls in 0.0_f64..5_000.0, more in 0.0_f64..500.0, call_seconds in 0.01_f64..60.0, at_once in 1.0_f64..8.0,
            free in 0.0_f64..250.0, left in 0.0_f64..400.0, each in 0.0_f64..50.0,
        ) {
            let forecast = |calls: f64| Forecast {
                calls, call_seconds, at_once, free,
                running: Some(RunningTimeForecast { need: calls * each, left, ceiling: 400.0 }),
                ..QUICK
            };
            let (less, more) = (forecast(calls).seconds(), forecast(calls + more).seconds());
            prop_assert!(less.is_finite() && less >= 0.0);
            prop_assert!(more >= less - 1e-6, "{less} then {more}");
        }
    }
}
