//! What stands in a job's way, and what it does then: wait until a moment, pause until somebody acts, or end.

use std::time::Duration;

use super::End;
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::job::{Job, JobId, JobState, Reason};
use crate::flows::errand::AccessError;
use crate::flows::failure::Failure;

/// A database that is in trouble.
const DATABASE: Duration = Duration::from_secs(2);
/// The first pause for a portal that cannot be reached; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// A portal that is too busy, without saying until when.
const BUSY: Duration = Duration::from_secs(15);
/// A block for overload is a matter of hours; it is looked at now and then (b24restdocs _includes/system-errors.md).
const OVERLOADED: Duration = Duration::from_mins(30);

/// Sorts errors by what a job does about them.
#[derive(Clone, Debug)]
pub(super) struct Setbacks {
    pub(super) clock: SharedClock,
    pub(super) job: JobId,
    /// Pauses since the portal last answered.
    pub(super) before: u32,
    /// When the method's running time is there again, as far as is known.
    pub(super) operating_until: UnixTime,
    /// Until when the portal is left alone because too many calls came in, as far as is known.
    pub(super) busy_until: Option<UnixTime>,
}

impl Setbacks {
    /// Those of a job that is begun now.
    pub(super) fn of_job(job: &Job, clock: &SharedClock) -> Self {
        let operating_until = clock.now().plus(Duration::from_mins(1));
        Self {
            clock: SharedClock::clone(clock),
            job: job.id,
            before: job.setbacks,
            operating_until,
            busy_until: None,
        }
    }

    /// What to do about an error of a call. What it may have done is another question.
    pub(super) fn of(&self, error: &AccessError) -> End {
        match error {
            AccessError::Rest(error) => self.of_rest(error),
            AccessError::Failure(failure) => self.of_failure(failure),
        }
    }

    pub(super) fn of_rest(&self, error: &RestError) -> End {
        match error.refusal() {
            Some(kind) => self.of_kind(kind),
            None if matches!(error, RestError::FilterIgnored) => fails(Reason::FilterIgnored),
            None if error.is_too_long() => self.setback(Reason::AnswerTooLong),
            None if error.is_not_the_api() => self.setback(Reason::NotTheApi),
            None => self.unavailable(),
        }
    }

    pub(super) fn of_kind(&self, kind: RefusalKind) -> End {
        use RefusalKind as K;
        match kind {
            K::OperationLimit => waits(Reason::OperationLimit, self.operating_until),
            K::RateLimited => {
                let until = self.busy_until.unwrap_or_else(|| self.clock.now().plus(BUSY));
                waits(Reason::PortalBusy, until)
            }
            K::Overloaded => self.waits_for(Reason::PortalBusy, OVERLOADED),
            // A token that was refused in the middle of a batch is renewed with the next call.
            K::TokenExpired | K::TokenInvalid | K::PortalUnready | K::PortalFault => self.unavailable(),
            K::Unauthorized | K::AppRemoved => pauses(Reason::PortalUnauthorized),
            K::ScopeMissing => pauses(Reason::ScopeMissing),
            K::AppAccessDenied => pauses(Reason::AppAccessDenied),
            K::AccessDenied | K::Unnamed | K::Other => pauses(Reason::AccessDenied),
            K::PlanRestricted | K::MethodMissing => pauses(Reason::PlanRestricted),
            K::PaymentRequired => pauses(Reason::PaymentRequired),
            K::PortalDeleted => fails(Reason::PortalDeleted),
        }
    }

    pub(super) fn of_failure(&self, failure: &Failure) -> End {
        match failure {
            Failure::PortalUnauthorized => pauses(Reason::PortalUnauthorized),
            Failure::AppAccessDenied => pauses(Reason::AppAccessDenied),
            Failure::NotPermitted | Failure::NotAdministrator => pauses(Reason::NotPermitted),
            Failure::DayLimit => pauses(Reason::DayLimit),
            Failure::ScopeMissing => pauses(Reason::ScopeMissing),
            Failure::PlanRestricted => pauses(Reason::PlanRestricted),
            Failure::PaymentRequired => pauses(Reason::PaymentRequired),
            Failure::AccessDenied | Failure::ReadDenied => pauses(Reason::AccessDenied),
            Failure::PortalDeleted => fails(Reason::PortalDeleted),
            Failure::PortalBusy { retry_after } => self.waits_for(Reason::PortalBusy, *retry_after),
            Failure::NotTheApi(_) => self.setback(Reason::NotTheApi),
            Failure::AnswerTooLong => self.setback(Reason::AnswerTooLong),
            Failure::FilterIgnored => fails(Reason::FilterIgnored),
            Failure::PortalUnavailable(_)
            | Failure::PortalTimeout
            | Failure::WrongCredentials
            | Failure::ContactNotFound
            | Failure::HasOpenDeal
            | Failure::DealsUnknown
            | Failure::SessionOver
            | Failure::NotConfirmed => self.unavailable(),
            Failure::Store(error) if error.is_passing() => self.waits_for(Reason::Internal, DATABASE),
            Failure::Store(_) | Failure::Broken(_) => End::Fault,
        }
    }

    fn unavailable(&self) -> End {
        self.setback(Reason::PortalUnavailable)
    }

    /// Longer and longer, so that a portal which is down is left in peace; and not all jobs at the same moment.
    fn setback(&self, reason: Reason) -> End {
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.before.min(16))).min(LONGEST_PAUSE);
        self.waits_for(reason, pause.mul_f64(jitter(self.job, self.before)))
    }

    fn waits_for(&self, reason: Reason, pause: Duration) -> End {
        waits(reason, self.clock.now().plus(pause))
    }
}

/// Up to a quarter more, by the job and the try: jobs that failed together do not come back together.
fn jitter(job: JobId, before: u32) -> f64 {
    let seed = job.0.cast_unsigned() ^ (u64::from(before) << 32);
    // The mixer of SplitMix64: neighbours come out far apart.
    let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    let part = u32::try_from((mixed ^ (mixed >> 31)) >> 40).unwrap_or(0);
    1.0 + f64::from(part) / f64::from(1_u32 << 24) / 4.0
}

pub(super) fn waits(reason: Reason, at: UnixTime) -> End {
    End::To { state: JobState::Waiting, reason: Some(reason), at: Some(at) }
}

pub(super) fn pauses(reason: Reason) -> End {
    End::To { state: JobState::Paused, reason: Some(reason), at: None }
}

pub(super) fn fails(reason: Reason) -> End {
    End::To { state: JobState::Failed, reason: Some(reason), at: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_that_failed_together_come_back_apart() {
        let shares: Vec<f64> = (1..=50).map(|job| jitter(JobId(job), 0)).collect();
        assert!(shares.iter().all(|share| (1.0..=1.25).contains(share)), "{shares:?}");
        let mut sorted = shares.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup_by(|a, b| (*a - *b).abs() < 1e-4);
        assert!(sorted.len() > 40, "{sorted:?}");
        assert!((jitter(JobId(7), 1) - jitter(JobId(7), 2)).abs() > 1e-4, "and not alike each time");
    }
}
