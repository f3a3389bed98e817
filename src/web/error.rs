//! Turns errors into answers: a status, a stable code, and texts in the user's language. Causes are logged here, once,
//! and never shown.

use std::fmt;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Value, json};

use super::context::Context;
use super::limits::seconds;
use crate::domain::language::Language;
use crate::domain::settings::{FieldError, FieldFault, VersionedSettings};
use crate::flows::failure::Failure;
use crate::i18n;
use crate::lists::Unreadable;

/// When the client may retry after the database did not accept a write.
const STORAGE_PAUSE: Duration = Duration::from_secs(5);

/// The error answers of the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ProblemKind {
    SessionMissing,
    SessionExpired,
    PortalUnauthorized,
    AccessDenied,
    /// The code of `AccessDenied` with another text: nothing was to be deleted.
    ReadDenied,
    NotPermitted,
    /// The code of `NotPermitted` with another text: the day's limit is reached.
    DayLimit,
    /// The code of `NotPermitted` with another text: the action is not a deletion.
    NotAdministrator,
    AppAccessDenied,
    ScopeMissing,
    PlanRestricted,
    PaymentRequired,
    ContactNotFound,
    HasOpenDeal,
    /// The code of `HasOpenDeal` with another text: the user cannot see whether there is an open deal.
    DealsUnknown,
    JobNotFound,
    FilterNotFound,
    JobConflict,
    JobNotReady,
    /// The client must confirm the number of contacts.
    ConfirmationRequired,
    TotalChanged,
    SnapshotGone,
    /// The code of `NotPermitted`, because the settings limit this number.
    TooManyContacts,
    InvalidContactId,
    InvalidRequest(InvalidRequest),
    InvalidSettings(Vec<FieldError>),
    /// The input is no list of ids.
    UnreadableList(Unreadable),
    /// The file is longer than the limit.
    ListTooLarge,
    /// The table has no such column, or several with this name.
    NoSuchColumn,
    /// Another user has saved in the meantime. Holds the current settings.
    SettingsChanged(Box<VersionedSettings>),
    PortalBusy(Duration),
    /// The code of `PortalBusy` with another text: other files are being read.
    ListsBusy(Duration),
    /// The client has reached a rate limit.
    RateLimited(Duration),
    PortalUnavailable(String),
    /// The code of `PortalUnavailable` with another text: something other than the portal's API answered.
    NotTheApi(String),
    /// The code of `PortalUnavailable` with another text: the portal ignored a condition of the filter.
    FilterIgnored,
    /// The code of `PortalUnavailable` with another text: the answer was longer than the limit.
    AnswerTooLong,
    PortalTimeout,
    PortalDeleted,
    /// The database cannot be written: the disk is full, or the file is locked.
    StorageUnavailable(String),
    Internal(String),
}

/// What is invalid in a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum InvalidRequest {
    /// Its parameters or its body.
    Parameters,
    /// The text that confirms it.
    Confirmation,
    /// Its address: there is no such route.
    Address,
    /// Its method: the address does not allow it.
    Method,
    /// Its body is longer than the limit.
    TooLarge,
    /// The reference of an erasure record.
    Reference,
    /// Its contacts: none, too many, or a filter without conditions.
    Set,
    /// Its outcomes: none of them can be tried again.
    Outcomes,
}

impl From<Failure> for ProblemKind {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::PortalUnauthorized => Self::PortalUnauthorized,
            Failure::AppAccessDenied => Self::AppAccessDenied,
            Failure::AccessDenied => Self::AccessDenied,
            Failure::ReadDenied => Self::ReadDenied,
            Failure::NotPermitted => Self::NotPermitted,
            Failure::DayLimit => Self::DayLimit,
            Failure::NotAdministrator => Self::NotAdministrator,
            Failure::ScopeMissing => Self::ScopeMissing,
            Failure::PlanRestricted => Self::PlanRestricted,
            Failure::PaymentRequired => Self::PaymentRequired,
            Failure::ContactNotFound => Self::ContactNotFound,
            Failure::HasOpenDeal => Self::HasOpenDeal,
            Failure::DealsUnknown => Self::DealsUnknown,
            Failure::NotConfirmed => Self::InvalidRequest(InvalidRequest::Confirmation),
            Failure::PortalBusy { retry_after } => Self::PortalBusy(retry_after),
            Failure::PortalUnavailable(cause) => Self::PortalUnavailable(cause),
            Failure::NotTheApi(cause) => Self::NotTheApi(cause),
            Failure::FilterIgnored => Self::FilterIgnored,
            Failure::AnswerTooLong => Self::AnswerTooLong,
            Failure::PortalTimeout => Self::PortalTimeout,
            Failure::PortalDeleted => Self::PortalDeleted,
            Failure::SessionOver => Self::SessionExpired,
            Failure::Store(error) if error.is_temporary() => Self::StorageUnavailable(error.to_string()),
            Failure::WrongCredentials | Failure::Store(_) | Failure::Broken(_) => {
                Self::Internal(failure.to_string())
            }
        }
    }
}

impl ProblemKind {
    /// The status and the stable code.
    pub(super) fn status_and_code(&self) -> (u16, &'static str) {
        match self {
            Self::SessionMissing => (401, "session_missing"),
            Self::SessionExpired => (401, "session_expired"),
            Self::PortalUnauthorized => (401, "portal_unauthorized"),
            Self::AccessDenied | Self::ReadDenied => (403, "access_denied"),
            Self::NotPermitted | Self::NotAdministrator | Self::TooManyContacts | Self::DayLimit => {
                (403, "not_permitted")
            }
            Self::AppAccessDenied => (403, "app_access_denied"),
            Self::ScopeMissing => (403, "scope_missing"),
            Self::PlanRestricted => (403, "plan_restricted"),
            Self::PaymentRequired => (402, "payment_required"),
            Self::ContactNotFound => (404, "contact_not_found"),
            Self::HasOpenDeal | Self::DealsUnknown => (409, "contact_protected"),
            Self::JobNotFound => (404, "job_not_found"),
            Self::FilterNotFound => (404, "filter_not_found"),
            Self::JobConflict => (409, "job_conflict"),
            Self::JobNotReady => (409, "job_not_ready"),
            Self::ConfirmationRequired => (409, "confirmation_required"),
            Self::TotalChanged => (409, "total_changed"),
            Self::SnapshotGone => (410, "snapshot_gone"),
            Self::InvalidContactId => (400, "invalid_contact_id"),
            Self::InvalidRequest(
                InvalidRequest::Parameters
                | InvalidRequest::Set
                | InvalidRequest::Confirmation
                | InvalidRequest::Reference,
            )
            | Self::NoSuchColumn => (400, "invalid_request"),
            Self::InvalidRequest(InvalidRequest::Outcomes) => (422, "invalid_request"),
            Self::InvalidRequest(InvalidRequest::Address) => (404, "invalid_request"),
            Self::InvalidRequest(InvalidRequest::Method) => (405, "invalid_request"),
            Self::InvalidRequest(InvalidRequest::TooLarge) | Self::ListTooLarge => (413, "invalid_request"),
            Self::InvalidSettings(_) => (422, "invalid_settings"),
            Self::UnreadableList(_) => (422, "unreadable_list"),
            Self::SettingsChanged(_) => (409, "settings_changed"),
            Self::RateLimited(_) => (429, "rate_limited"),
            Self::PortalBusy(_) | Self::ListsBusy(_) => (503, "portal_busy"),
            Self::PortalUnavailable(_) | Self::NotTheApi(_) | Self::FilterIgnored | Self::AnswerTooLong => {
                (502, "portal_unavailable")
            }
            Self::PortalTimeout => (504, "portal_timeout"),
            Self::PortalDeleted => (410, "portal_deleted"),
            Self::StorageUnavailable(_) => (503, "internal"),
            Self::Internal(_) => (500, "internal"),
        }
    }

    /// When the client may retry, if that is known.
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::PortalBusy(wait) | Self::ListsBusy(wait) | Self::RateLimited(wait) => Some(*wait),
            Self::StorageUnavailable(_) => Some(STORAGE_PAUSE),
            _ => None,
        }
    }

    /// Logs the problem: unexpected ones as errors, an unavailable portal as a warning, all others as information.
    pub(super) fn log(&self) {
        let (status, code) = self.status_and_code();
        match self {
            Self::StorageUnavailable(cause) => tracing::error!(cause, code, "the database cannot be written"),
            Self::Internal(cause) => tracing::error!(cause, code, "internal error"),
            Self::PortalUnavailable(cause) | Self::NotTheApi(cause) => {
                tracing::warn!(cause, code, "the portal gave no usable answer");
            }
            _ => tracing::info!(code, http.status = status, "refused"),
        }
    }

    /// The title and the explanation in a language.
    pub(super) fn words(&self, language: Language) -> (String, String) {
        let key = match self {
            Self::ReadDenied => "read-denied".to_owned(),
            Self::NotAdministrator => "not-administrator".to_owned(),
            Self::InvalidRequest(InvalidRequest::Confirmation) => "not-confirmed".to_owned(),
            Self::DealsUnknown => "deals-unknown".to_owned(),
            Self::DayLimit => "day-limit".to_owned(),
            Self::NotTheApi(_) => "not-the-api".to_owned(),
            Self::FilterIgnored => "filter-ignored".to_owned(),
            Self::AnswerTooLong => "answer-too-long".to_owned(),
            Self::TooManyContacts => "too-many-contacts".to_owned(),
            Self::StorageUnavailable(_) => "storage-unavailable".to_owned(),
            Self::InvalidRequest(InvalidRequest::Reference) => "bad-reference".to_owned(),
            Self::InvalidRequest(InvalidRequest::Set) => "bad-set".to_owned(),
            Self::ListTooLarge => "list-too-large".to_owned(),
            Self::ListsBusy(_) => "lists-busy".to_owned(),
            Self::NoSuchColumn => "no-such-column".to_owned(),
            _ => self.status_and_code().1.replace('_', "-"),
        };
        let text = |part: &str| i18n::text(language, &format!("problem-{key}-{part}"));
        let detail = match self {
            Self::UnreadableList(why) => {
                let what = i18n::text(language, &format!("unreadable-{}", why.as_str().replace('_', "-")));
                format!("{what} {}", text("detail"))
            }
            _ => text("detail"),
        };
        (text("title"), detail)
    }

    /// Further fields of the answer.
    fn particulars(&self, language: Language) -> Option<(&'static str, Value)> {
        match self {
            Self::InvalidSettings(fields) => {
                let errors = fields.iter().map(
                    |error| json!({"field": error.field, "detail": field_words(&error.fault, language)}),
                );
                Some(("errors", errors.collect()))
            }
            Self::UnreadableList(why) => Some(("reason", json!(why.as_str()))),
            Self::SettingsChanged(current) => Some(("current", json!(current.settings))),
            _ => None,
        }
    }
}

/// What is wrong with one field of the settings.
fn field_words(fault: &FieldFault, language: Language) -> String {
    let key = match fault {
        FieldFault::NotBetween(least, most) => {
            let bounds = [("from", least.to_string()), ("to", most.to_string())];
            return i18n::text_with(language, "setting-not-between", &bounds);
        }
        FieldFault::Unknown => "setting-unknown",
        FieldFault::NoSuchChoice => "setting-no-such-choice",
        FieldFault::NotYesOrNo => "setting-not-yes-or-no",
        FieldFault::NotAGroup => "setting-not-a-group",
        FieldFault::NotUsers => "setting-not-users",
        FieldFault::NotOffered => "setting-not-offered",
        FieldFault::NobodyChosen => "setting-nobody-chosen",
    };
    i18n::text(language, key)
}

/// A problem with the language and the request id of its answer.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    kind: ProblemKind,
    language: Language,
    request_id: String,
}

impl Problem {
    pub(super) fn new(kind: ProblemKind, context: &Context) -> Self {
        Self { kind, language: context.language, request_id: context.request_id.clone() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.status_and_code().1)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        let (status, _) = self.kind.status_and_code();
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// An answer by RFC 9457 with the stable code and the request's id as additional fields.
    fn error_response(&self) -> HttpResponse {
        self.kind.log();
        let (status, code) = self.kind.status_and_code();
        let (title, detail) = self.kind.words(self.language);
        let mut body = json!({"type": "about:blank", "status": status, "code": code, "title": title, "detail": detail,
            "request_id": self.request_id});
        if let Some((name, value)) = self.kind.particulars(self.language) {
            body[name] = value;
        }
        let mut response = HttpResponse::build(self.status_code());
        response
            .insert_header((CONTENT_TYPE, "application/problem+json"))
            .insert_header((CACHE_CONTROL, "no-store"));
        if let Some(wait) = self.kind.retry_after() {
            response.insert_header((RETRY_AFTER, seconds(wait)));
        }
        response.body(body.to_string())
    }
}
