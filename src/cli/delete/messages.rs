//! What the command `delete` says about a portal's answers.

use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::job::Reason;
use crate::domain::obstacle::Obstacle;
use crate::flows::failure::Failure;
use crate::flows::job_client::AccessError;

/// Why a call failed, and whether it will fail again.
pub(super) fn for_error(error: &AccessError) -> (String, Persistence) {
    match error {
        AccessError::Failure(Failure::PortalUnauthorized) => {
            (for_reason(Reason::PortalUnauthorized).to_owned(), Persistence::Permanent)
        }
        AccessError::Failure(_) => (for_reason(Reason::Internal).to_owned(), Persistence::Temporary),
        AccessError::Rest(error) => for_rest_error(error),
    }
}

/// Whether waiting helps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Persistence {
    /// The portal may accept the call later.
    Temporary,
    /// A person has to change something first.
    Permanent,
}

fn for_rest_error(error: &RestError) -> (String, Persistence) {
    use RefusalKind as K;
    let RestError::Refused(refusal) = error else { return for_no_answer(error) };
    let reason = match refusal.kind {
        K::TokenExpired | K::TokenInvalid | K::Unauthorized | K::AppRemoved => Reason::PortalUnauthorized,
        K::ScopeMissing => Reason::ScopeMissing,
        K::AppAccessDenied => Reason::AppAccessDenied,
        K::AccessDenied | K::Unnamed => Reason::AccessDenied,
        K::PlanRestricted | K::MethodMissing => Reason::PlanRestricted,
        K::PaymentRequired => Reason::PaymentRequired,
        K::PortalDeleted => Reason::PortalDeleted,
        K::Other => {
            return (format!("the portal refused the call ({})", refusal.code), Persistence::Permanent);
        }
        K::OperationLimit => return (for_reason(Reason::OperationLimit).to_owned(), Persistence::Temporary),
        K::RateLimited | K::Overloaded => {
            return (for_reason(Reason::PortalBusy).to_owned(), Persistence::Temporary);
        }
        K::PortalUnready | K::PortalFault => {
            return (for_reason(Reason::PortalUnavailable).to_owned(), Persistence::Temporary);
        }
    };
    (for_reason(reason).to_owned(), Persistence::Permanent)
}

/// The text for a missing answer, or for an answer that is not a portal's.
fn for_no_answer(error: &RestError) -> (String, Persistence) {
    let obstacle = match error {
        RestError::Transport(error) => error.obstacle(),
        _ => None,
    };
    let (text, persistence) = match (error, obstacle) {
        (_, Some(Obstacle::UnknownName)) => ("nobody knows a portal of this name", Persistence::Permanent),
        (_, Some(Obstacle::Untrusted)) => (
            "the portal's certificate is not trusted (ERASER_CA_FILE takes an authority of your own)",
            Persistence::Permanent,
        ),
        (_, Some(Obstacle::NoConnection)) => ("the portal takes no connection", Persistence::Temporary),
        _ if error.is_too_long() => (for_reason(Reason::AnswerTooLong), Persistence::Temporary),
        // Overloaded proxies, and proxies that stopped waiting, also answer like this.
        (RestError::Unreadable { status: 408 | 429 | 499 }, _) => {
            (for_reason(Reason::PortalBusy), Persistence::Temporary)
        }
        (RestError::Unreadable { status: 300..500 }, _) => {
            ("what answers there is no portal: is the address right?", Persistence::Permanent)
        }
        _ if error.is_not_the_api() => (for_reason(Reason::NotTheApi), Persistence::Temporary),
        _ => (for_reason(Reason::PortalUnavailable), Persistence::Temporary),
    };
    (text.to_owned(), persistence)
}

/// Why a job waits, paused or failed.
pub(super) fn for_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::OperationLimit => "the portal's limit for deletions is reached",
        Reason::AnswerLost => "an answer was lost, and the portal may still be at work on the call",
        Reason::PortalBusy => "the portal takes no more calls just now",
        Reason::PortalUnavailable => "the portal cannot be reached",
        Reason::NotTheApi => "what answers is not the portal's API, or does not answer as it does",
        Reason::AnswerTooLong => "the portal's answer is longer than any that is read",
        Reason::PortalUnauthorized => {
            "the portal refused the webhook: is its address right, is it still there, was the portal renamed?"
        }
        Reason::NotAdministrator => "only for administrators",
        Reason::DayLimit => "more than may be deleted in a day",
        Reason::PaymentRequired => "the portal's subscription is over",
        Reason::PlanRestricted => "the portal's plan does not allow REST",
        Reason::ScopeMissing => "the webhook lacks the scope crm",
        Reason::AppAccessDenied | Reason::AccessDenied => "the webhook's user may not see contacts",
        Reason::PortalDeleted => "the portal does not exist any more",
        Reason::ManyDenied => "fifty contacts in a row were denied: the webhook's user may not delete them",
        Reason::NotDeleting => "the portal says that it deletes, and does not",
        Reason::Internal => "something went wrong in this program or with its files",
        Reason::ByUser
        | Reason::Cancelling
        | Reason::NotPermitted
        | Reason::TooMany
        | Reason::TotalChanged
        | Reason::FilterIgnored
        | Reason::DraftExpired
        | Reason::DraftReplaced
        | Reason::LeftAlone => "the work could not go on",
        Reason::PortalSilent => "the portal has given no usable answer for 24 hours",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitrix::error::Refusal;

    #[test]
    fn temporary_errors_are_retried_and_permanent_ones_are_not() {
        let refused = |code, status| RestError::Refused(Refusal::classify(code, "", status));
        for (error, persistence) in [
            (refused("INVALID_CREDENTIALS", 401), Persistence::Permanent),
            (refused("INVALID_REQUEST", 400), Persistence::Permanent),
            (refused("insufficient_scope", 403), Persistence::Permanent),
            (refused("QUERY_LIMIT_EXCEEDED", 503), Persistence::Temporary),
            (refused("OPERATION_TIME_LIMIT", 429), Persistence::Temporary),
            (refused("CONNECTION_ERROR", 401), Persistence::Temporary),
            (RestError::Unreadable { status: 404 }, Persistence::Permanent),
            (RestError::Unreadable { status: 502 }, Persistence::Temporary),
            (RestError::Unreadable { status: 200 }, Persistence::Temporary),
        ] {
            let (text, found) = for_error(&AccessError::Rest(error));
            assert_eq!(found, persistence, "{text}");
        }
    }
}
