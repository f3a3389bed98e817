//! The back-off of jobs after a portal refuses a call because of its rate limit: pauses that grow, and then one call at
//! a time for some minutes. Bitrix24 advises against parallel calls after such a refusal (b24restdocs
//! settings/performance/limits.md).

use std::time::Duration;

/// The first pause after a refusal. It doubles with each further refusal.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// How long jobs make one call at a time after the pause.
const SINGLE_CALL_PERIOD: Duration = Duration::from_mins(5);

/// The pauses that follow the refusals of one portal.
#[derive(Clone, Debug, Default)]
pub(super) struct Backoff {
    refusals: u32,
    paused_until: Duration,
    single_calls_until: Duration,
}

impl Backoff {
    /// The portal refused a call. Calls that were sent together are refused together and count once.
    pub(super) fn refused(&mut self, now: Duration) {
        if now < self.paused_until {
            return;
        }
        if now >= self.single_calls_until {
            self.refusals = 0;
        }
        self.refusals += 1;
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.refusals - 1)).min(LONGEST_PAUSE);
        self.paused_until = now + pause;
        self.single_calls_until = self.paused_until + SINGLE_CALL_PERIOD;
    }

    /// How long jobs still make no call; zero when they may.
    pub(super) fn pause(&self, now: Duration) -> Duration {
        self.paused_until.saturating_sub(now)
    }

    /// How long jobs still make one call at a time; zero when there is no such limit.
    pub(super) fn single_call_period(&self, now: Duration) -> Duration {
        self.single_calls_until.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_each_refusal_and_end_when_refusals_stop() {
        let mut backoff = Backoff::default();
        let mut now = Duration::from_mins(1);
        assert_eq!((backoff.pause(now), backoff.single_call_period(now)), (Duration::ZERO, Duration::ZERO));
        let mut pauses = Vec::new();
        for _ in 0..7 {
            backoff.refused(now);
            backoff.refused(now + Duration::from_secs(1));
            pauses.push(backoff.pause(now).as_secs());
            now += backoff.pause(now);
        }
        assert_eq!(pauses, [5, 10, 20, 40, 80, 120, 120]);
        assert_eq!(backoff.single_call_period(now), SINGLE_CALL_PERIOD);
        now += SINGLE_CALL_PERIOD;
        assert_eq!(backoff.single_call_period(now), Duration::ZERO);
        backoff.refused(now);
        assert_eq!(backoff.pause(now), FIRST_PAUSE);
    }
}
