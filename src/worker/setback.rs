//! What stands in a job's way, and what it does then: wait until a moment, pause until somebody acts, or end.

use std::time::Duration;

use super::End;
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::job::{JobState, Reason};
use crate::flows::errand::AccessError;
use crate::flows::failure::Failure;

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
    /// Pauses since the portal last answered.
    pub(super) before: u32,
    /// When the method's running time is there again, as far as is known.
    pub(super) operating_until: UnixTime,
}

impl Setbacks {
    /// What to do about an error of a call. What it may have done is another question.
    pub(super) fn of(&self, error: &AccessError) -> End {
        match error {
            AccessError::Rest(error) => self.of_rest(error),
            AccessError::Failure(failure) => self.of_failure(failure),
        }
    }

    pub(super) fn of_rest(&self, error: &RestError) -> End {
        error.refusal().map_or_else(|| self.unavailable(), |kind| self.of_kind(kind))
    }

    pub(super) fn of_kind(&self, kind: RefusalKind) -> End {
        use RefusalKind as K;
        match kind {
            K::OperationLimit => waits(Reason::OperationLimit, self.operating_until),
            K::RateLimited => self.waits_for(Reason::PortalBusy, BUSY),
            K::Overloaded => self.waits_for(Reason::PortalBusy, OVERLOADED),
            // A token that was refused in the middle of a batch is renewed with the next call.
            K::TokenExpired | K::TokenInvalid | K::PortalUnready | K::PortalFault => self.unavailable(),
            K::Unauthorized | K::AppRemoved => pauses(Reason::PortalUnauthorized),
            K::ScopeMissing => pauses(Reason::ScopeMissing),
            K::AppAccessDenied => pauses(Reason::AppAccessDenied),
            K::AccessDenied | K::Unnamed | K::Other => pauses(Reason::AccessDenied),
            K::PlanRestricted | K::MethodMissing => pauses(Reason::PlanRestricted),
            K::PaymentRequired => pauses(Reason::PaymentRequired),
            K::PortalDeleted => {
                End::To { state: JobState::Failed, reason: Some(Reason::PortalDeleted), at: None }
            }
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
            Failure::PortalDeleted => {
                End::To { state: JobState::Failed, reason: Some(Reason::PortalDeleted), at: None }
            }
            Failure::PortalBusy { retry_after } => self.waits_for(Reason::PortalBusy, *retry_after),
            Failure::PortalUnavailable(_)
            | Failure::PortalTimeout
            | Failure::WrongCredentials
            | Failure::ContactNotFound
            | Failure::HasOpenDeal
            | Failure::DealsUnknown
            | Failure::NotConfirmed
            | Failure::Store(_)
            | Failure::Broken(_) => self.unavailable(),
        }
    }

    /// Longer and longer, so that a portal which is down is left in peace.
    fn unavailable(&self) -> End {
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.before.min(16))).min(LONGEST_PAUSE);
        self.waits_for(Reason::PortalUnavailable, pause)
    }

    fn waits_for(&self, reason: Reason, pause: Duration) -> End {
        waits(reason, self.clock.now().plus(pause))
    }
}

pub(super) fn waits(reason: Reason, at: UnixTime) -> End {
    End::To { state: JobState::Waiting, reason: Some(reason), at: Some(at) }
}

pub(super) fn pauses(reason: Reason) -> End {
    End::To { state: JobState::Paused, reason: Some(reason), at: None }
}
