//! The refusals of the authorization server (`b24restdocs settings/oauth/error-codes.md`).

use crate::wire::Answer;

pub(super) fn not_installed() -> Answer {
    Answer::error(401, "NOT_INSTALLED", "Application not installed")
}

pub(super) fn payment_required() -> Answer {
    Answer::error(401, "PAYMENT_REQUIRED", "Subscription has been ended")
}

pub(super) fn invalid_client() -> Answer {
    Answer::error(400, "invalid_client", "Invalid client")
}

pub(super) fn invalid_grant() -> Answer {
    Answer::error(400, "invalid_grant", "Invalid grant")
}

pub(super) fn invalid_request(reason: &str) -> Answer {
    Answer::error(400, "invalid_request", reason)
}
