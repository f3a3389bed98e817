//! What is written down about who did what: ids, never contact data.

use serde_json::{Value, json};

use super::clock::UnixTime;
use super::ids::{ContactId, UserId};
use super::job::{Job, JobId};
use super::token::Principal;

/// One line of the audit, about to be written.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// Who did it, on which portal.
    pub principal: Principal,
    /// In which of the portal's installations. `None` where a row that ends with the installation proves it in the same
    /// transaction.
    pub generation: Option<i64>,
    /// What was done.
    pub action: AuditAction,
    /// To which contact, where it is about one.
    pub contact_id: Option<ContactId>,
    /// In which job, where it is about one.
    pub job_id: Option<JobId>,
    /// How it ended, as a problem code or an outcome.
    pub outcome: &'static str,
    /// What else is to be known about it: numbers, ids, settings; nothing about a person.
    pub detail: Option<Value>,
    /// The request that did it, for support.
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

    /// The end of a job, with its counts and the fingerprint of its set. There is one of each job.
    #[must_use]
    pub fn of_end(job: &Job, set: Option<&str>) -> Self {
        let counts = &job.counts;
        let detail = json!({"total": counts.total, "deleted": counts.deleted, "gone": counts.gone,
            "denied": counts.denied, "protected": counts.protected, "failed": counts.failed,
            "cancelled": counts.cancelled, "restored": counts.restored, "verified": job.verified,
            "kind": job.kind.as_str(), "number": job.number, "draft": job.is_draft, "set_sha256": set});
        let (principal, request_id) = (job.principal.clone(), job.request_id.clone());
        // The job is written in the same transaction, and goes when its portal leaves.
        Self::new(principal, None, AuditAction::FinishJob, job.state.as_str(), request_id)
            .of_job(job.id)
            .with(detail)
    }

    /// The end of a single deletion of which a copy was kept.
    #[must_use]
    pub fn of_single(job: &Job, contact_id: ContactId, outcome: &'static str) -> Self {
        let (principal, request_id) = (job.principal.clone(), job.request_id.clone());
        Self::new(principal, None, AuditAction::DeleteContact, outcome, request_id)
            .of_job(job.id)
            .about(contact_id)
    }

    /// The same about a contact.
    #[must_use]
    pub fn about(self, contact_id: ContactId) -> Self {
        Self { contact_id: Some(contact_id), ..self }
    }

    /// The same about a job.
    #[must_use]
    pub fn of_job(self, job_id: JobId) -> Self {
        Self { job_id: Some(job_id), ..self }
    }

    /// The same with something that has no column.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail: Some(detail), ..self }
    }
}

/// One line of the audit, as it is kept.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its number; later ones are greater.
    pub id: i64,
    /// When.
    pub created_at: UnixTime,
    /// Who; nobody any more after an uninstallation.
    pub user_id: Option<UserId>,
    /// The word of an [`AuditAction`].
    pub action: String,
    /// The contact.
    pub contact_id: Option<ContactId>,
    /// The job.
    pub job_id: Option<JobId>,
    /// What people call the job, while it is known.
    pub job_number: Option<u32>,
    /// How it ended.
    pub outcome: String,
    /// What became of the contact that was asked for, where the line is about its job.
    pub contact_outcome: Option<String>,
    /// Whether the contact of this single deletion can be restored: its copy is kept, and no restore has taken it up.
    pub is_restorable: bool,
    /// What else is known.
    pub detail: Option<Value>,
    /// The request that did it.
    pub request_id: String,
}

/// What one person did in one week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeeklySums {
    /// When the week began: on Monday, in UTC.
    pub week: UnixTime,
    /// Who; nobody any more after an uninstallation.
    pub user_id: Option<UserId>,
    /// How many contacts were how.
    pub sums: ContactSums,
}

/// How many contacts came to which end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ContactSums {
    /// Deleted.
    pub deleted: u32,
    /// Created again.
    pub restored: u32,
    /// Kept because of what the settings or the person said.
    pub kept: u32,
    /// Forbidden by the portal, or not done for another reason.
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

/// The words that lines end with, beside the states of jobs.
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

/// Which lines somebody wants to see; what is not named does not matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// By this user.
    pub user: Option<UserId>,
    /// Of this kind.
    pub action: Option<AuditAction>,
    /// About this contact, alone or within a job.
    pub contact: Option<ContactId>,
    /// About this job.
    pub job: Option<JobId>,
    /// About the job that people call so.
    pub number: Option<u32>,
    /// At this moment or later.
    pub from: Option<UnixTime>,
    /// Before this moment.
    pub before: Option<UnixTime>,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)+) => {
        /// Kinds of actions that are written down.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum AuditAction {
            $($(#[$doc])* $variant,)+
        }

        impl AuditAction {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word in the database and in answers.
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
    /// Somebody whom the portal does not let use the app tried to open it.
    Open = "open",
    /// One contact was to be deleted.
    DeleteContact = "delete_contact",
    /// The settings were changed; the detail has both values of each.
    SaveSettings = "save_settings",
    /// An administrator had the portal's data wiped.
    Disconnect = "disconnect",
    /// A set of contacts was frozen.
    CreateJob = "create_job",
    /// A job was confirmed.
    StartJob = "start_job",
    /// A job was stopped for a while.
    PauseJob = "pause_job",
    /// A job was let go on.
    ResumeJob = "resume_job",
    /// A job was ended before its time.
    CancelJob = "cancel_job",
    /// A job came to its end; the detail has its counts and the fingerprint of its set.
    FinishJob = "finish_job",
    /// Deleted contacts were to be created again.
    Restore = "restore",
    /// The stored copies of deleted contacts were downloaded.
    DownloadSnapshot = "download_snapshot",
    /// A report that names contacts was downloaded; the detail has how many.
    DownloadReport = "download_report",
    /// The stored copies of deleted contacts were destroyed before their time.
    DestroySnapshot = "destroy_snapshot",
    /// A deletion was recorded under the number of a request.
    RecordErasure = "record_erasure",
    /// A filter was saved; the detail has its number.
    SaveFilter = "save_filter",
    /// A saved filter was deleted.
    DeleteFilter = "delete_filter",
    /// A saved filter prepares no drafts any more; the outcome says why.
    PauseFilter = "pause_filter",
    /// A user connected the portal in a browser tab.
    Connect = "connect",
    /// The portal was found at a new address.
    MovePortal = "move_portal",
}

impl AuditAction {
    /// Reads such a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == word)
    }
}
