//! How a use case can fail, from the user's point of view. The causes go to the log. `web` chooses the texts for
//! users.

use std::time::Duration;

use crate::bitrix::error::{RefusalKind, RestError, Transport};
use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::store::StoreError;

/// Why a use case failed, sorted by what the user can do next.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The portal or the authorization server rejected the stored authorization. The user has to open the app again.
    #[error("the portal rejected the stored authorization")]
    PortalUnauthorized,
    /// The portal does not let this user use the app.
    #[error("the user may not use the app")]
    AppAccessDenied,
    /// The portal's rights forbid it.
    #[error("the portal's rights forbid it")]
    AccessDenied,
    /// The portal does not let this user see contacts at all.
    #[error("the user may not see contacts")]
    ReadDenied,
    /// This app's settings do not let the user delete.
    #[error("the app's settings forbid it")]
    NotPermitted,
    /// This app's settings do not let the user delete so many in a day.
    #[error("more than the user may delete in a day")]
    DayLimit,
    /// Only the portal's administrators may do it.
    #[error("only for administrators")]
    NotAdministrator,
    /// The app lacks a scope.
    #[error("a scope is missing")]
    ScopeMissing,
    /// The portal's plan or modules do not include it.
    #[error("the portal does not offer it")]
    PlanRestricted,
    /// The subscription is over.
    #[error("payment required")]
    PaymentRequired,
    /// The contact does not exist, or the user cannot see it.
    #[error("no such contact")]
    ContactNotFound,
    /// The settings keep contacts with an open deal, and this one has one.
    #[error("the contact has an open deal")]
    HasOpenDeal,
    /// The settings keep contacts with an open deal, and the portal does not say whether this one has any.
    #[error("the contact's deals cannot be seen")]
    DealsUnknown,
    /// The text that the user typed to confirm is not the portal's domain.
    #[error("not confirmed")]
    NotConfirmed,
    /// The portal is busy.
    #[error("the portal is busy")]
    PortalBusy {
        /// When to try again.
        retry_after: Duration,
    },
    /// The portal or the authorization server cannot be reached, or its answer makes no sense.
    #[error("the portal cannot be reached: {0}")]
    PortalUnavailable(String),
    /// The answer does not come from the portal's API, or does not have its form.
    #[error("what answered is not the portal's API: {0}")]
    NotTheApi(String),
    /// The portal's answer was longer than the limit for answers.
    #[error("the portal's answer is too long")]
    AnswerTooLong,
    /// The portal ignores conditions: it lists contacts that do not meet them.
    #[error("the portal does not apply the conditions")]
    FilterIgnored,
    /// The portal did not answer in time.
    #[error("the portal did not answer in time")]
    PortalTimeout,
    /// The portal does not exist any more.
    #[error("the portal was deleted")]
    PortalDeleted,
    /// The authorization server does not accept this app's id or secret. The operator has to correct them.
    #[error("the authorization server rejects this app's id or secret")]
    WrongCredentials,
    /// The portal has left since the session began, so the session has ended.
    #[error("the portal has left")]
    SessionOver,
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// This program has a fault.
    #[error("internal error: {0}")]
    Broken(String),
}

impl From<RestError> for Failure {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Transport(Transport::Timeout) | RestError::Unreadable { status: 504 } => {
                Self::PortalTimeout
            }
            RestError::Transport(Transport::TooLong) => Self::AnswerTooLong,
            RestError::Unreadable { .. } if error.is_not_the_api() => Self::NotTheApi(error.to_string()),
            RestError::FilterIgnored => Self::FilterIgnored,
            RestError::Transport(_) | RestError::Unreadable { .. } | RestError::Moved => {
                Self::PortalUnavailable(error.to_string())
            }
            RestError::Refused(refusal) => from_refusal(refusal.kind),
        }
    }
}

fn from_refusal(kind: RefusalKind) -> Failure {
    const SOON: Duration = Duration::from_secs(5);
    const AFTER_THE_WINDOW: Duration = Duration::from_mins(1);
    const HOURS: Duration = Duration::from_hours(1);
    match kind {
        RefusalKind::TokenExpired
        | RefusalKind::TokenInvalid
        | RefusalKind::Unauthorized
        | RefusalKind::AppRemoved => Failure::PortalUnauthorized,
        RefusalKind::ScopeMissing => Failure::ScopeMissing,
        RefusalKind::AppAccessDenied => Failure::AppAccessDenied,
        RefusalKind::AccessDenied | RefusalKind::Unnamed => Failure::AccessDenied,
        RefusalKind::PlanRestricted | RefusalKind::MethodMissing => Failure::PlanRestricted,
        RefusalKind::PaymentRequired => Failure::PaymentRequired,
        RefusalKind::PortalDeleted => Failure::PortalDeleted,
        RefusalKind::RateLimited => Failure::PortalBusy { retry_after: SOON },
        RefusalKind::OperationLimit => Failure::PortalBusy { retry_after: AFTER_THE_WINDOW },
        RefusalKind::Overloaded => Failure::PortalBusy { retry_after: HOURS },
        RefusalKind::PortalUnready | RefusalKind::PortalFault | RefusalKind::Other => {
            Failure::PortalUnavailable(format!("the portal refused as {kind:?}"))
        }
    }
}

impl From<OauthError> for Failure {
    fn from(error: OauthError) -> Self {
        Self::from(&error)
    }
}

/// Takes a reference, because several callers may share one error.
impl From<&OauthError> for Failure {
    fn from(error: &OauthError) -> Self {
        match error {
            OauthError::Transport(Transport::Timeout) => Self::PortalTimeout,
            OauthError::Transport(_)
            | OauthError::Unreadable
            | OauthError::Refused(OauthRefusal::TryLater) => Self::PortalUnavailable(error.to_string()),
            OauthError::Refused(
                OauthRefusal::UnknownToken
                | OauthRefusal::GrantGone
                | OauthRefusal::PerhapsRemoved
                | OauthRefusal::AppRemoved,
            ) => Self::PortalUnauthorized,
            OauthError::Refused(OauthRefusal::PaymentRequired) => Self::PaymentRequired,
            OauthError::Refused(OauthRefusal::WrongClient | OauthRefusal::ClientRefused) => {
                Self::WrongCredentials
            }
        }
    }
}
