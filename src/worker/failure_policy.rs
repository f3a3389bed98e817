//! Decides what a job does after an error: wait until a time, pause until a user acts, or end.

use std::time::Duration;

use super::WorkResult;
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::job::{Job, JobId, JobState, Reason};
use crate::flows::failure::Failure;
use crate::flows::job_client::AccessError;

/// The pause when the database does not answer.
const DATABASE: Duration = Duration::from_secs(2);
/// The first pause when the portal cannot be reached; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// The pause when the portal is busy and does not say until when.
const BUSY: Duration = Duration::from_secs(15);
/// A portal blocks an overloading caller for hours, so the job retries seldom (b24restdocs
/// _includes/system-errors.md).
const OVERLOADED: Duration = Duration::from_mins(30);

/// Decides what a job does after an error.
#[derive(Clone, Debug)]
pub(super) struct FailurePolicy {
    pub(super) clock: SharedClock,
    pub(super) job: JobId,
    /// How often the job has waited for an unreachable portal since it last answered.
    pub(super) setbacks: u32,
    /// When the method has running time again, as far as is known.
    pub(super) operating_until: UnixTime,
    /// Until when the rate limit pauses calls to the portal, as far as is known.
    pub(super) busy_until: Option<UnixTime>,
}

impl FailurePolicy {
    /// The policy for a run that starts now.
    pub(super) fn for_job(job: &Job, clock: &SharedClock) -> Self {
        let operating_until = clock.now().plus(Duration::from_mins(1));
        Self {
            clock: SharedClock::clone(clock),
            job: job.id,
            setbacks: job.setbacks,
            operating_until,
            busy_until: None,
        }
    }

    /// What the job does after a failed call. Whether the call was executed is not decided here.
    pub(super) fn for_access_error(&self, error: &AccessError) -> WorkResult {
        match error {
            AccessError::Rest(error) => self.for_rest_error(error),
            AccessError::Failure(failure) => self.for_failure(failure),
        }
    }

    pub(super) fn for_rest_error(&self, error: &RestError) -> WorkResult {
        match error.refusal() {
            Some(kind) => self.for_refusal(kind),
            None if matches!(error, RestError::FilterIgnored) => fail(Reason::FilterIgnored),
            None if error.is_too_long() => self.wait_longer(Reason::AnswerTooLong),
            None if error.is_not_the_api() => self.wait_longer(Reason::NotTheApi),
            None => self.unavailable(),
        }
    }

    pub(super) fn for_refusal(&self, kind: RefusalKind) -> WorkResult {
        use RefusalKind as K;
        match kind {
            K::OperationLimit => wait_until(Reason::OperationLimit, self.operating_until),
            K::RateLimited => {
                let until = self.busy_until.unwrap_or_else(|| self.clock.now().plus(BUSY));
                wait_until(Reason::PortalBusy, until)
            }
            K::Overloaded => self.wait_for(Reason::PortalBusy, OVERLOADED),
            // A token that was refused inside a batch is renewed with the next call.
            K::TokenExpired | K::TokenInvalid | K::PortalUnready | K::PortalFault => self.unavailable(),
            K::Unauthorized | K::AppRemoved => pause(Reason::PortalUnauthorized),
            K::ScopeMissing => pause(Reason::ScopeMissing),
            K::AppAccessDenied => pause(Reason::AppAccessDenied),
            K::AccessDenied | K::Unnamed | K::Other => pause(Reason::AccessDenied),
            K::PlanRestricted | K::MethodMissing => pause(Reason::PlanRestricted),
            K::PaymentRequired => pause(Reason::PaymentRequired),
            K::PortalDeleted => fail(Reason::PortalDeleted),
        }
    }

    pub(super) fn for_failure(&self, failure: &Failure) -> WorkResult {
        match failure {
            Failure::PortalUnauthorized => pause(Reason::PortalUnauthorized),
            Failure::AppAccessDenied => pause(Reason::AppAccessDenied),
            Failure::NotPermitted | Failure::NotAdministrator => pause(Reason::NotPermitted),
            Failure::DayLimit => pause(Reason::DayLimit),
            Failure::ScopeMissing => pause(Reason::ScopeMissing),
            Failure::PlanRestricted => pause(Reason::PlanRestricted),
            Failure::PaymentRequired => pause(Reason::PaymentRequired),
            Failure::AccessDenied | Failure::ReadDenied => pause(Reason::AccessDenied),
            Failure::PortalDeleted => fail(Reason::PortalDeleted),
            Failure::PortalBusy { retry_after } => self.wait_for(Reason::PortalBusy, *retry_after),
            Failure::NotTheApi(_) => self.wait_longer(Reason::NotTheApi),
            Failure::AnswerTooLong => self.wait_longer(Reason::AnswerTooLong),
            Failure::FilterIgnored => fail(Reason::FilterIgnored),
            Failure::PortalUnavailable(_)
            | Failure::PortalTimeout
            | Failure::WrongCredentials
            | Failure::ContactNotFound
            | Failure::HasOpenDeal
            | Failure::DealsUnknown
            | Failure::SessionOver
            | Failure::NotConfirmed => self.unavailable(),
            Failure::Store(error) if error.is_temporary() => self.wait_for(Reason::Internal, DATABASE),
            Failure::Store(_) | Failure::Broken(_) => WorkResult::Fault,
        }
    }

    fn unavailable(&self) -> WorkResult {
        self.wait_longer(Reason::PortalUnavailable)
    }

    /// Doubles the pause each time, to spare a portal that is down. A jitter keeps jobs from retrying at the same
    /// time.
    fn wait_longer(&self, reason: Reason) -> WorkResult {
        let pause =
            FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.setbacks.min(16))).min(LONGEST_PAUSE);
        self.wait_for(reason, pause.mul_f64(jitter(self.job, self.setbacks)))
    }

    fn wait_for(&self, reason: Reason, pause: Duration) -> WorkResult {
        wait_until(reason, self.clock.now().plus(pause))
    }
}

/// A factor of 1 to 1.25, from the job and the try, so that jobs that failed together retry at different times.
fn jitter(job: JobId, setbacks: u32) -> f64 {
    let seed = job.0.cast_unsigned() ^ (u64::from(setbacks) << 32);
    // The mixer of SplitMix64 gives similar inputs very different results.
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let part = u32::try_from((mixed ^ (mixed >> 31)) >> 40).unwrap_or(0);
    1.0 + f64::from(part) / f64::from(1_u32 << 24) / 4.0
}

pub(super) fn wait_until(reason: Reason, at: UnixTime) -> WorkResult {
    WorkResult::MoveTo { state: JobState::Waiting, reason: Some(reason), at: Some(at) }
}

pub(super) fn pause(reason: Reason) -> WorkResult {
    WorkResult::MoveTo { state: JobState::Paused, reason: Some(reason), at: None }
}

pub(super) fn fail(reason: Reason) -> WorkResult {
    WorkResult::MoveTo { state: JobState::Failed, reason: Some(reason), at: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_that_failed_together_are_retried_at_different_times() {
        let shares: Vec<f64> = (1..=50).map(|job| jitter(JobId(job), 0)).collect();
        assert!(shares.iter().all(|share| (1.0..=1.25).contains(share)), "{shares:?}");
        let mut sorted = shares.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup_by(|a, b| (*a - *b).abs() < 1e-4);
        assert!(sorted.len() > 40, "{sorted:?}");
        assert!((jitter(JobId(7), 1) - jitter(JobId(7), 2)).abs() > 1e-4, "each try has another factor");
    }
}
