//! The audit: who did what. It contains ids, but no data of contacts.

use serde_json::{Value, json};

use super::clock::UnixTime;
use super::ids::{ContactId, UserId};
use super::job::{Job, JobId};
use super::token::Principal;

/// A new line of the audit.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// The portal and the user who acted.
    pub principal: Principal,
    /// The portal's installation. `None` if the same transaction also writes a row that is deleted with the
    /// installation.
    pub generation: Option<i64>,
    /// The action.
    pub action: AuditAction,
    /// The contact, if the line is about one.
    pub contact_id: Option<ContactId>,
    /// The job, if the line is about one.
    pub job_id: Option<JobId>,
    /// The result, as a problem code or an outcome.
    pub outcome: &'static str,
    /// Further details: numbers, ids, settings, but no personal data.
    pub detail: Option<Value>,
    /// The id of the request, for support.
    pub request_id: String,
}

impl AuditEntry {
    /// An entry about neither a contact nor a job.
    #[must_use]
    pub fn new(
        principal: Principal,
        generation: Option<i64>,
        action: AuditAction,
        outcome: &'static str,
        request_id: impl Into<String>,
    ) -> Self {
        let request_id = request_id.into();
        Self {
            principal,
            generation,
            action,
            contact_id: None,
            job_id: None,
            outcome,
            detail: None,
            request_id,
        }
    }

    /// The end of a job, with its counts and the fingerprint of its set. Each job has one such line.
    #[must_use]
    pub fn of_end(job: &Job, set: Option<&str>) -> Self {
        let counts = &job.counts;
        let detail = json!({"total": counts.total, "deleted": counts.deleted, "gone": counts.gone,
            "denied": counts.denied, "protected": counts.protected, "failed": counts.failed,
            "cancelled": counts.cancelled, "restored": counts.restored, "verified": job.verified,
            "kind": job.kind.as_str(), "number": job.number, "draft": job.is_draft, "set_sha256": set});
        let (principal, request_id) = (job.principal.clone(), job.request_id.clone());
        // The same transaction writes the job, and a job is deleted with its installation.
        Self::new(principal, None, AuditAction::FinishJob, job.state.as_str(), request_id)
            .of_job(job.id)
            .with(detail)
    }

    /// The end of a single deletion with a copy.
    #[must_use]
    pub fn of_single(job: &Job, contact_id: ContactId, outcome: &'static str) -> Self {
        let (principal, request_id) = (job.principal.clone(), job.request_id.clone());
        Self::new(principal, None, AuditAction::DeleteContact, outcome, request_id)
            .of_job(job.id)
            .about(contact_id)
    }

    /// The same line with a contact.
    #[must_use]
    pub fn about(self, contact_id: ContactId) -> Self {
        Self { contact_id: Some(contact_id), ..self }
    }

    /// The same line with a job.
    #[must_use]
    pub fn of_job(self, job_id: JobId) -> Self {
        Self { job_id: Some(job_id), ..self }
    }

    /// The same line with further details.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

/// A stored line of the audit.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its number. Later lines have greater numbers.
    pub id: i64,
    /// When it was written.
    pub created_at: UnixTime,
    /// The user who acted; `None` after an uninstallation.
    pub user_id: Option<UserId>,
    /// The name of an [`AuditAction`].
    pub action: String,
    /// The contact.
    pub contact_id: Option<ContactId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// The number of the job, while the job is stored.
    pub job_number: Option<u32>,
    /// The result.
    pub outcome: String,
    /// The outcome of the contact in the filter, if the line is about a job with this contact.
    pub contact_outcome: Option<String>,
    /// Whether the contact of this single deletion can be restored: its copy is stored, and no restore has used it.
    pub is_restorable: bool,
    /// Further details.
    pub detail: Option<Value>,
    /// The id of the request.
    pub request_id: String,
}

/// The sums of one user in one week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeeklySums {
    /// The start of the week: Monday in UTC.
    pub week: UnixTime,
    /// The user; `None` after an uninstallation.
    pub user_id: Option<UserId>,
    /// The numbers of contacts.
    pub sums: ContactSums,
}

/// Numbers of contacts by result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ContactSums {
    /// Deleted.
    pub deleted: u32,
    /// Created again.
    pub restored: u32,
    /// Kept because of the settings or the user's choice.
    pub kept: u32,
    /// Denied by the portal, or failed for another reason.
    pub failed: u32,
}

impl std::ops::AddAssign for ContactSums {
    fn add_assign(&mut self, other: Self) {
        self.deleted = self.deleted.saturating_add(other.deleted);
        self.restored = self.restored.saturating_add(other.restored);
        self.kept = self.kept.saturating_add(other.kept);
        self.failed = self.failed.saturating_add(other.failed);
    }
}

/// The results of lines, in addition to the states of jobs.
pub const OUTCOMES: [&str; 23] = [
    "deleted",
    "gone",
    "denied",
    "protected",
    "failed",
    "unknown",
    "not_permitted",
    "saved",
    "installed",
    "incomplete",
    "connected",
    "moved",
    "destroyed",
    "app_access_denied",
    "portal_unauthorized",
    "plan_restricted",
    "payment_required",
    "portal_deleted",
    "access_denied",
    "scope_missing",
    "too_many",
    "internal",
    "not_administrator",
];

/// Which lines to show. `None` means no condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// Of this user.
    pub user: Option<UserId>,
    /// With this action.
    pub action: Option<AuditAction>,
    /// About this contact or about a job with this contact.
    pub contact: Option<ContactId>,
    /// About this job.
    pub job: Option<JobId>,
    /// About the job with this number.
    pub number: Option<u32>,
    /// At this time or later.
    pub from: Option<UnixTime>,
    /// Before this time.
    pub before: Option<UnixTime>,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)+) => {
        /// The actions that the audit records.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum AuditAction {
            $($(#[$doc])* $variant,)+
        }

        impl AuditAction {
            /// All actions.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in the database and in answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

actions! {
    /// The app was installed, or its handlers bound again.
    Install = "install",
    /// A user tried to open the app, but the portal does not allow this user to use it.
    Open = "open",
    /// A user tried to delete one contact.
    DeleteContact = "delete_contact",
    /// The settings were changed. The details have the old and new value of each.
    SaveSettings = "save_settings",
    /// An administrator deleted the portal's data.
    Disconnect = "disconnect",
    /// A job was created.
    CreateJob = "create_job",
    /// A job was confirmed.
    StartJob = "start_job",
    /// A job was paused.
    PauseJob = "pause_job",
    /// A job was resumed.
    ResumeJob = "resume_job",
    /// A job was cancelled.
    CancelJob = "cancel_job",
    /// A job ended. The details have its counts and the fingerprint of its set.
    FinishJob = "finish_job",
    /// A restore of deleted contacts was started.
    Restore = "restore",
    /// The stored copies of deleted contacts were downloaded.
    DownloadSnapshot = "download_snapshot",
    /// A report with names of contacts was downloaded. The details have their number.
    DownloadReport = "download_report",
    /// A user destroyed the stored copies of deleted contacts before they expired.
    DestroySnapshot = "destroy_snapshot",
    /// A deletion was recorded under the number of a request.
    RecordErasure = "record_erasure",
    /// A filter was saved. The details have its id.
    SaveFilter = "save_filter",
    /// A saved filter was deleted.
    DeleteFilter = "delete_filter",
    /// A saved filter no longer prepares drafts. The result has the reason.
    PauseFilter = "pause_filter",
    /// A user connected the portal in a browser tab.
    Connect = "connect",
    /// The portal has a new address.
    MovePortal = "move_portal",
}

impl AuditAction {
    /// Reads a name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == word)
    }
}
