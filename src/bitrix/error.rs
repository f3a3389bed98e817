//! What can go wrong on the wire, sorted by what a caller can do about it. Codes decide, compared without case;
//! HTTP statuses decide only where there is no code; texts are localised and never decide alone
//! (b24restdocs _includes/system-errors.md).

use std::error::Error;
use std::fmt;

use crate::domain::obstacle::Obstacle;

/// The call did not bring back an answer.
#[derive(Debug, thiserror::Error)]
pub enum Transport {
    /// No connection: the call was not sent.
    #[error("no connection")]
    NotSent(#[source] Cause),
    /// The address is not one that may be called. Nothing was sent.
    #[error("the address may not be called: {0:?}")]
    Forbidden(Obstacle),
    /// No answer in time. The work may go on.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke before the first byte of an answer. The work may have been done.
    #[error("the connection broke before an answer")]
    Dropped(#[source] Cause),
    /// The connection broke in the middle of an answer. The work may have been done.
    #[error("the connection broke")]
    Cut(#[source] Cause),
    /// The answer was longer than any answer of this API.
    #[error("the answer is too long")]
    TooLong,
}

/// A transport error's cause, without the address (it can hold secrets).
pub type Cause = Box<dyn Error + Send + Sync>;

impl From<reqwest::Error> for Transport {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if is_permission_denied(&error) {
            Self::Forbidden(Obstacle::PrivateAddress)
        } else if error.is_connect() || error.is_builder() {
            Self::NotSent(Box::new(error))
        } else if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Cut(Box::new(error))
        }
    }
}

impl Transport {
    /// What a broken connection means when nothing of an answer has come.
    pub(super) fn before_an_answer(self) -> Self {
        match self {
            Self::Cut(cause) => Self::Dropped(cause),
            other => other,
        }
    }

    /// What is in the way, where that is known. Nothing was sent then.
    #[must_use]
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Forbidden(obstacle) => Some(*obstacle),
            Self::NotSent(cause) => Some(obstacle_in(cause.as_ref())),
            Self::Timeout | Self::Dropped(_) | Self::Cut(_) | Self::TooLong => None,
        }
    }
}

/// The libraries below tell a failed connection's reason by words alone.
fn obstacle_in(cause: &(dyn Error + 'static)) -> Obstacle {
    let mut next = Some(cause);
    while let Some(error) = next {
        let text = error.to_string();
        if text.contains("certificate") {
            return Obstacle::Untrusted;
        }
        if text.contains("dns error") {
            return Obstacle::UnknownName;
        }
        next = error.source();
    }
    Obstacle::NoConnection
}

fn is_permission_denied(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::PermissionDenied
        {
            return true;
        }
        source = inner.source();
    }
    false
}

/// A portal's REST call that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// No answer.
    #[error("portal: {0}")]
    Transport(#[from] Transport),
    /// An answer that is not of this API: HTML, half a JSON, nothing at all.
    #[error("portal: unreadable answer with status {status}")]
    Unreadable {
        /// HTTP status of the answer.
        status: u16,
    },
    /// A redirect to another address: the portal may have been renamed. Nothing was executed.
    #[error("portal: redirect to elsewhere")]
    Moved,
    /// The portal refused, with its reason.
    #[error("portal: {0}")]
    Refused(Refusal),
}

/// A refusal in the portal's own words and in ours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What it means.
    pub kind: RefusalKind,
    /// The portal's code as sent, `?` for what looks like no code; empty for many CRM errors.
    pub code: String,
    /// HTTP status, or that of the batch around a command.
    pub status: u16,
    /// Whether the handler that may be bound already says so (it has no code of its own).
    pub already_bound: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused as {:?} (code {:?}, status {})", self.kind, self.code, self.status)
    }
}

/// What a refusal means for the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalKind {
    /// The access token is over: renew it and repeat.
    TokenExpired,
    /// The token is unknown to the portal; a renewed one may not be.
    TokenInvalid,
    /// The user is inactive, or nothing usable was sent: a renewed token changes nothing.
    Unauthorized,
    /// A scope is missing.
    ScopeMissing,
    /// This user may not use the app.
    AppAccessDenied,
    /// The user has no right to this record or method.
    AccessDenied,
    /// The portal's plan has no REST or not this feature.
    PlanRestricted,
    /// The subscription is over.
    PaymentRequired,
    /// The app is not installed on the portal any more.
    AppRemoved,
    /// The portal does not exist any more.
    PortalDeleted,
    /// Too many calls: the portal's bucket is full.
    RateLimited,
    /// The method's running time is used up.
    OperationLimit,
    /// Blocked for overload: a matter of hours.
    Overloaded,
    /// The portal could not check the token just now. Not a dead token.
    PortalUnready,
    /// The portal has no such method.
    MethodMissing,
    /// The portal broke while working on it.
    PortalFault,
    /// A refusal without a code: how most CRM methods say "Access denied." and "Not found".
    Unnamed,
    /// Any other refusal of the method itself.
    Other,
}

impl Refusal {
    /// Whether it speaks of the record: missing, invisible or forbidden, which portals do not tell apart.
    #[must_use]
    pub fn is_about_the_record(&self) -> bool {
        matches!(self.kind, RefusalKind::AccessDenied | RefusalKind::Unnamed | RefusalKind::Other)
    }

    /// The portal refuses calls for a while because too many came in.
    #[must_use]
    pub fn rate_limited() -> Self {
        Self::classify("QUERY_LIMIT_EXCEEDED", "", 503)
    }

    /// Sorts a refusal by its code, then by the status.
    #[must_use]
    pub fn classify(code: &str, description: &str, status: u16) -> Self {
        let kind = by_code(&code.to_ascii_lowercase(), description, status);
        let already_bound = code.eq_ignore_ascii_case("ERROR_EVENT_BINDING_EXISTS")
            || description.to_ascii_lowercase().contains("already bind");
        Self { kind, code: plain(code), status, already_bound }
    }
}

/// A code comes from outside and goes to logs: only what looks like one is kept.
fn plain(code: &str) -> String {
    let is_code = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if code.len() <= 64 && code.chars().all(is_code) { code.to_owned() } else { "?".to_owned() }
}

fn by_code(code: &str, description: &str, status: u16) -> RefusalKind {
    use RefusalKind as K;
    match code {
        "expired_token" => K::TokenExpired,
        "invalid_token" => K::TokenInvalid,
        "no_auth_found" | "authorization_error" | "invalid_credentials" => K::Unauthorized,
        "insufficient_scope" => K::ScopeMissing,
        "user_access_error"
        | "allowed_only_intranet_user"
        | "method_confirm_waiting"
        | "method_confirm_denied" => K::AppAccessDenied,
        "access_denied" if is_about_the_plan(description, status) => K::PlanRestricted,
        "access_denied" | "crm_item_delete_access_denied" => K::AccessDenied,
        "wrong_license" => K::PlanRestricted,
        "payment_required" => K::PaymentRequired,
        "error_oauth" if is_about_the_subscription(description) => K::PaymentRequired,
        "error_oauth" | "application_not_found" | "not_installed" => K::AppRemoved,
        "portal_deleted" => K::PortalDeleted,
        "query_limit_exceeded" => K::RateLimited,
        "operation_time_limit" => K::OperationLimit,
        "overload_limit" => K::Overloaded,
        "connection_error" => K::PortalUnready,
        "error_method_not_found" => K::MethodMissing,
        "internal_server_error" | "error_unexpected_answer" => K::PortalFault,
        _ if status >= 500 => K::PortalFault,
        "" | "0" => K::Unnamed,
        _ => K::Other,
    }
}

/// The one refusal that shares its code with another: no rights (403), or no REST on this plan (401 in the portal's
/// source, 403 in some documentation, always with this English sentence).
fn is_about_the_plan(description: &str, status: u16) -> bool {
    let text = description.to_ascii_lowercase();
    status == 401 || text.contains("commercial plan") || text.contains("by subscription")
}

/// `ERROR_OAUTH` stands for a removed app, and for one whose subscription is over: the latter comes back when it is paid,
/// so nothing may be forgotten (b24restdocs settings/oauth/error-codes.md).
pub(super) fn is_about_the_subscription(description: &str) -> bool {
    description.to_ascii_lowercase().contains("subscription")
}

impl RestError {
    /// Whether the command may have been executed although the call did not succeed: look before repeating a write.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_)) | Self::Moved => false,
            // 408 and 499 come from front ends that gave up waiting for work that goes on.
            Self::Transport(_) | Self::Unreadable { status: 408 | 499 } => true,
            Self::Unreadable { status } => !(300..500).contains(status),
            Self::Refused(refusal) => refusal.kind == RefusalKind::PortalFault,
        }
    }

    /// Whether something answered that is not the API, or not as the API answers: a page, a notice before the JSON,
    /// no result. Front ends that cannot reach the portal, or gave up waiting for it, are none of these.
    #[must_use]
    pub fn is_not_the_api(&self) -> bool {
        matches!(self, Self::Unreadable { status } if !matches!(status, 408 | 429 | 499 | 500..))
    }

    /// Whether the answer was longer than any that is read.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(self, Self::Transport(Transport::TooLong))
    }

    /// Whether a read may have failed because of what it asked for, so that less of it may be answered. The portal
    /// may as well be down.
    #[must_use]
    pub fn may_be_too_much(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_)) | Self::Moved => false,
            Self::Transport(_) => true,
            Self::Unreadable { status } => matches!(status, 200..=299 | 408 | 413 | 499 | 500..),
            Self::Refused(refusal) => refusal.kind == RefusalKind::PortalFault,
        }
    }

    /// What the portal refused for, if it did.
    #[must_use]
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self {
            Self::Refused(refusal) => Some(refusal.kind),
            _ => None,
        }
    }

    /// A word for metrics.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Transport(Transport::Timeout) => "timeout",
            Self::Transport(_) => "unreachable",
            Self::Unreadable { .. } => "unreadable",
            Self::Moved => "moved",
            Self::Refused(refusal) => match refusal.kind {
                RefusalKind::TokenExpired | RefusalKind::TokenInvalid | RefusalKind::Unauthorized => "token",
                RefusalKind::RateLimited | RefusalKind::OperationLimit | RefusalKind::Overloaded => "limited",
                _ => "refused",
            },
        }
    }

    /// Whether a renewed token may help.
    #[must_use]
    pub fn wants_new_token(&self) -> bool {
        matches!(self.refusal(), Some(RefusalKind::TokenExpired | RefusalKind::TokenInvalid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_decide_in_any_case_and_with_any_status() {
        for (code, status, kind) in [
            ("EXPIRED_TOKEN", 401, RefusalKind::TokenExpired),
            ("expired_token", 403, RefusalKind::TokenExpired),
            ("QUERY_LIMIT_EXCEEDED", 503, RefusalKind::RateLimited),
            ("OVERLOAD_LIMIT", 503, RefusalKind::Overloaded),
            ("PORTAL_DELETED", 500, RefusalKind::PortalDeleted),
            ("CONNECTION_ERROR", 401, RefusalKind::PortalUnready),
            ("", 400, RefusalKind::Unnamed),
            ("authorization_error", 401, RefusalKind::Unauthorized),
            ("ERROR_CORE", 400, RefusalKind::Other),
            ("ERROR_CORE", 500, RefusalKind::PortalFault),
        ] {
            assert_eq!(Refusal::classify(code, "", status).kind, kind, "{code}");
        }
    }

    #[test]
    fn only_what_looks_like_a_code_is_kept() {
        for (sent, kept) in [("ERROR_CORE", "ERROR_CORE"), ("", ""), ("Eva Miller", "?"), ("é", "?")] {
            assert_eq!(Refusal::classify(sent, "", 400).code, kept);
        }
    }

    #[test]
    fn no_rights_and_no_plan_share_a_code() {
        let plan = "REST is available only on commercial plans.";
        assert_eq!(Refusal::classify("ACCESS_DENIED", plan, 403).kind, RefusalKind::PlanRestricted);
        assert_eq!(Refusal::classify("ACCESS_DENIED", "", 401).kind, RefusalKind::PlanRestricted);
        assert_eq!(Refusal::classify("ACCESS_DENIED", "Access denied!", 403).kind, RefusalKind::AccessDenied);
    }

    #[test]
    fn an_ended_subscription_is_no_removal() {
        let kind = |text| Refusal::classify("ERROR_OAUTH", text, 401).kind;
        assert_eq!(kind("Subscription has been ended"), RefusalKind::PaymentRequired);
        assert_eq!(kind("Application not installed"), RefusalKind::AppRemoved);
    }

    #[test]
    fn only_proof_of_refusal_rules_out_that_the_command_ran() {
        let refused = |code, status| RestError::Refused(Refusal::classify(code, "", status));
        assert!(!refused("expired_token", 401).may_have_run());
        assert!(!refused("", 400).may_have_run());
        assert!(refused("INTERNAL_SERVER_ERROR", 500).may_have_run());
        assert!(RestError::Transport(Transport::Timeout).may_have_run());
        assert!(!RestError::Transport(Transport::Forbidden(Obstacle::PlainHttp)).may_have_run());
        assert!(RestError::Unreadable { status: 200 }.may_have_run());
        assert!(RestError::Unreadable { status: 502 }.may_have_run());
        assert!(!RestError::Unreadable { status: 404 }.may_have_run());
        assert!(RestError::Unreadable { status: 408 }.may_have_run());
    }

    #[test]
    fn what_answered_otherwise_is_told_from_what_cannot_be_reached() {
        for (status, is_odd) in
            [(200, true), (302, true), (404, true), (408, false), (500, false), (504, false)]
        {
            assert_eq!(RestError::Unreadable { status }.is_not_the_api(), is_odd, "{status}");
        }
    }

    #[test]
    fn less_is_asked_for_only_where_less_may_be_answered() {
        let refused = |code, status| RestError::Refused(Refusal::classify(code, "", status));
        assert!(RestError::Transport(Transport::TooLong).may_be_too_much());
        assert!(refused("INTERNAL_SERVER_ERROR", 500).may_be_too_much());
        assert!(RestError::Unreadable { status: 200 }.may_be_too_much());
        assert!(!RestError::Unreadable { status: 404 }.may_be_too_much());
        assert!(!refused("QUERY_LIMIT_EXCEEDED", 503).may_be_too_much());
        assert!(!refused("expired_token", 401).may_be_too_much());
    }
}
