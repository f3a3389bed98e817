//! Estimates how long a job still takes: from the length of a call, the concurrency, the rate limit, the running time
//! of the methods, and the verification at the end.

/// The portal counts the running time of a method in windows of this many seconds (b24restdocs
/// settings/performance/limits.md).
const WINDOW: f64 = 600.0;

/// The work that is left, and the limits of the portal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Forecast {
    /// Calls with deletions.
    pub(super) calls: f64,
    /// Seconds that one of them takes.
    pub(super) call_seconds: f64,
    /// How many of them are in flight at the same time.
    pub(super) at_once: f64,
    /// Calls of the verification, one after the other.
    pub(super) verify_calls: f64,
    /// Seconds that one of them takes.
    pub(super) verify_seconds: f64,
    /// Calls that the portal accepts now without a wait.
    pub(super) free: f64,
    /// Calls per second that it accepts after that.
    pub(super) per_second: f64,
    /// The running time of the deletions, if the portal counts it.
    pub(super) running: Option<RunningTimeForecast>,
}

/// The running time that the remaining work needs and the portal allows, in seconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct RunningTimeForecast {
    /// What the remaining calls need.
    pub(super) need: f64,
    /// What the present window has left.
    pub(super) left: f64,
    /// What a whole window has.
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

/// Seconds for calls at `pace` per second, if the portal accepts `free` calls at once and `per_second` after that.
fn seconds_for_calls(calls: f64, pace: f64, free: f64, per_second: f64) -> f64 {
    if pace <= per_second {
        return calls / pace;
    }
    let until_full = free / (pace - per_second);
    let before = pace * until_full;
    if calls <= before { calls / pace } else { until_full + (calls - before) / per_second }
}

impl RunningTimeForecast {
    /// The seconds of `work`, with the pauses that the limit forces.
    fn with_pauses(self, work: f64) -> f64 {
        // Running time per second of work.
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
        let forecasted = forecast.seconds();
        assert!((forecasted - seconds).abs() < seconds / 100.0 + 1e-6, "{forecasted} instead of {seconds}");
    }

    #[test]
    fn several_calls_at_once_take_less_time() {
        about(10.0, &QUICK);
        about(2.5, &Forecast { at_once: 4.0, ..QUICK });
    }

    #[test]
    fn calls_beyond_the_bucket_wait_for_it() {
        // Ten calls per second until the bucket is full, after 6.25 seconds; then two per second.
        about(6.25 + 187.5 / 2.0, &Forecast { calls: 250.0, free: 50.0, ..QUICK });
        about(100.0, &Forecast { call_seconds: 1.0, free: 0.0, ..QUICK });
    }

    #[test]
    fn the_running_time_limit_forces_pauses() {
        let slow = Forecast { calls: 90.0, call_seconds: 10.0, ..QUICK };
        let running = |left| Some(RunningTimeForecast { need: 900.0, left, ceiling: 400.0 });
        // 400 seconds of work and a pause of 200, twice; then 100 seconds.
        about(1300.0, &Forecast { running: running(400.0), ..slow });
        // 300 of the first 400 seconds were used before.
        about(300.0 + 1200.0, &Forecast { running: running(100.0), ..slow });
        about(900.0, &Forecast { running: running(900.0), ..slow });
    }

    #[test]
    fn verification_is_added_and_uses_the_rest_of_the_bucket() {
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
