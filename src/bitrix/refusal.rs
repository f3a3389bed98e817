//! Refusals of a portal, grouped by what a caller can do about them. The error code decides; upper and lower case do
//! not matter. The HTTP status decides mainly where there is no known code. Texts are translated, so they never decide
//! alone (b24restdocs _includes/system-errors.md).

use std::fmt;

use crate::domain::portal_words::PortalWords;

/// A refusal: what the portal said and what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What it means.
    pub kind: RefusalKind,
    /// The portal's code. `?` if the text does not look like a code; empty for many CRM errors.
    pub code: String,
    /// HTTP status. 400 for a command in a batch.
    pub status: u16,
    /// Whether it says that the handler is already bound. Events have a code for this, widgets only a text.
    pub already_bound: bool,
    /// The portal's text, for people.
    pub words: Option<PortalWords>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused as {:?} (code {:?}, status {})", self.kind, self.code, self.status)
    }
}

/// What a refusal means for the caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefusalKind {
    /// The access token has expired: renew it and repeat the call.
    TokenExpired,
    /// The portal does not know the token. A renewed one may work.
    TokenInvalid,
    /// The user is inactive, or the credentials are not usable. A renewed token does not help.
    Unauthorized,
    /// A scope is missing.
    ScopeMissing,
    /// This user may not use the app.
    AppAccessDenied,
    /// The user has no right to this record or method.
    AccessDenied,
    /// The portal's plan does not include REST or this feature.
    PlanRestricted,
    /// The subscription has ended.
    PaymentRequired,
    /// The app is no longer installed on the portal.
    AppRemoved,
    /// The portal no longer exists.
    PortalDeleted,
    /// Too many calls: the portal's bucket is full.
    RateLimited,
    /// The method's running time is used up.
    OperationLimit,
    /// The portal is blocked for some hours because of overload.
    Overloaded,
    /// The portal could not check the token now. The token may still be valid.
    PortalUnready,
    /// The portal has no such method.
    MethodMissing,
    /// An internal error of the portal during the call.
    PortalFault,
    /// A refusal without a code. Most CRM methods say "Access denied." and "Not found" in this way.
    Unnamed,
    /// Any other refusal of the method itself.
    Other,
}

impl Refusal {
    /// Whether it concerns the record: missing, invisible or forbidden. Portals do not distinguish these.
    #[must_use]
    pub fn is_about_the_record(&self) -> bool {
        matches!(self.kind, RefusalKind::AccessDenied | RefusalKind::Unnamed | RefusalKind::Other)
    }

    /// The refusal of a portal that gets too many calls. Used for calls that were not sent for this reason.
    #[must_use]
    pub fn rate_limited() -> Self {
        Self::classify("QUERY_LIMIT_EXCEEDED", "", 503)
    }

    /// Classifies a refusal by its code, then by its status.
    #[must_use]
    pub fn classify(code: &str, description: &str, status: u16) -> Self {
        let kind = by_code(&code.to_ascii_lowercase(), description, status);
        let already_bound = code.eq_ignore_ascii_case("ERROR_EVENT_BINDING_EXISTS")
            || description.to_ascii_lowercase().contains("already bind");
        Self { kind, code: plain(code), status, already_bound, words: PortalWords::read(description) }
    }

    /// Whether it has the same kind, code and text as another one.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        (self.kind, &self.code, &self.words) == (other.kind, &other.code, &other.words)
    }
}

/// A code comes from outside and goes to logs, so only text that looks like a code is kept.
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

/// Whether `ACCESS_DENIED` means that the plan has no REST, and not that the user has no rights (403). The plan's
/// refusal has the status 401 in the portal's source and 403 in some documentation, and always an English sentence.
fn is_about_the_plan(description: &str, status: u16) -> bool {
    let text = description.to_ascii_lowercase();
    status == 401 || text.contains("commercial plan") || text.contains("by subscription")
}

/// Whether `ERROR_OAUTH` means that the app's subscription has ended, and not that the app was removed. The app works
/// again after the payment, so no data may be deleted (b24restdocs settings/oauth/error-codes.md).
pub(super) fn is_about_the_subscription(description: &str) -> bool {
    description.to_ascii_lowercase().contains("subscription")
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
    fn malformed_codes_are_dropped() {
        for (sent, kept) in [("ERROR_CORE", "ERROR_CORE"), ("", ""), ("Eva Miller", "?"), ("é", "?")] {
            assert_eq!(Refusal::classify(sent, "", 400).code, kept);
        }
    }

    #[test]
    fn missing_rights_and_a_missing_plan_differ_despite_their_common_code() {
        let plan = "REST is available only on commercial plans.";
        assert_eq!(Refusal::classify("ACCESS_DENIED", plan, 403).kind, RefusalKind::PlanRestricted);
        assert_eq!(Refusal::classify("ACCESS_DENIED", "", 401).kind, RefusalKind::PlanRestricted);
        assert_eq!(Refusal::classify("ACCESS_DENIED", "Access denied!", 403).kind, RefusalKind::AccessDenied);
    }

    #[test]
    fn an_ended_subscription_does_not_mean_that_the_app_was_removed() {
        let kind = |text| Refusal::classify("ERROR_OAUTH", text, 401).kind;
        assert_eq!(kind("Subscription has been ended"), RefusalKind::PaymentRequired);
        assert_eq!(kind("Application not installed"), RefusalKind::AppRemoved);
    }
}
