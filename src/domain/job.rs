//! Work on many contacts: a frozen set of ids, each of which ends in exactly one outcome.

use super::clock::UnixTime;
use super::ids::{ContactId, MemberId, UserId};
use super::saved_filter::FilterId;
use super::token::Principal;

/// Most contacts in one job.
pub const MAX_CONTACTS: usize = 100_000;

/// A job's number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct JobId(pub i64);

impl JobId {
    /// Reads a plain positive number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
        if plain { text.parse().ok().map(Self) } else { None }
    }
}

impl std::fmt::Display for JobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// The word in the database and in answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads such a word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// What a job does.
    JobKind {
        /// Deletes contacts.
        Delete = "delete",
        /// Creates deleted contacts again.
        Restore = "restore",
    }
}

words! {
    /// Where a job stands.
    JobState {
        /// The set is being collected from a filter.
        Collecting = "collecting",
        /// Frozen; somebody has to confirm it.
        Draft = "draft",
        /// Waits for its turn.
        Queued = "queued",
        /// At work.
        Running = "running",
        /// Stopped until somebody resumes it.
        Paused = "paused",
        /// Stopped until a moment; goes on by itself.
        Waiting = "waiting",
        /// All done; the portal is asked whether it is so.
        Verifying = "verifying",
        /// Ended.
        Done = "done",
        /// Ended before its time because somebody wanted that, or because nobody confirmed it.
        Cancelled = "cancelled",
        /// Ended without having begun: the set could not be had as it was asked for, or the portal is gone.
        Failed = "failed",
    }
}

impl JobState {
    /// Whether nothing happens any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

words! {
    /// Why a job waits, pauses or failed.
    Reason {
        /// Somebody paused it.
        ByUser = "by_user",
        /// Somebody cancelled it, and the calls in flight are waited for.
        Cancelling = "cancelling",
        /// The method's running time on the portal is used up.
        OperationLimit = "operation_limit",
        /// The portal takes no more calls just now.
        PortalBusy = "portal_busy",
        /// The portal cannot be reached, or what it says makes no sense.
        PortalUnavailable = "portal_unavailable",
        /// The stored authorization is over: open the app again.
        PortalUnauthorized = "portal_unauthorized",
        /// The subscription is over.
        PaymentRequired = "payment_required",
        /// The plan does not offer it.
        PlanRestricted = "plan_restricted",
        /// A scope is missing.
        ScopeMissing = "scope_missing",
        /// The portal does not let this user use the app.
        AppAccessDenied = "app_access_denied",
        /// The portal does not let this user see contacts.
        AccessDenied = "access_denied",
        /// This app's settings do not let this user delete.
        NotPermitted = "not_permitted",
        /// This user does not administer the portal any more.
        NotAdministrator = "not_administrator",
        /// This app's settings do not let this user delete so many in a day.
        DayLimit = "day_limit",
        /// The portal does not exist any more.
        PortalDeleted = "portal_deleted",
        /// Fifty contacts in a row were denied.
        ManyDenied = "many_denied",
        /// The portal says that it deletes, and does not.
        NotDeleting = "not_deleting",
        /// More contacts than a job may have.
        TooMany = "too_many",
        /// The filter finds another number of contacts than was confirmed.
        TotalChanged = "total_changed",
        /// Nobody confirmed the draft in time.
        DraftExpired = "draft_expired",
        /// A fault of this program.
        Internal = "internal",
    }
}

impl Reason {
    /// What opening the app again may mend.
    pub const ENDED_BY_A_VISIT: &[Self] = &[
        Self::PortalUnauthorized,
        Self::PaymentRequired,
        Self::PlanRestricted,
        Self::ScopeMissing,
        Self::AppAccessDenied,
        Self::AccessDenied,
    ];
}

words! {
    /// What became of one contact.
    Outcome {
        /// Not yet looked at.
        Pending = "pending",
        /// A call for it went out and has no clear answer yet.
        Asked = "asked",
        /// Deleted by this job.
        Deleted = "deleted",
        /// Was not there, or cannot be seen.
        Gone = "gone",
        /// The portal's rights forbid it.
        Denied = "denied",
        /// Kept: it has an open deal.
        Protected = "protected",
        /// Could not be done.
        Failed = "failed",
        /// Not begun when the job was cancelled.
        Cancelled = "cancelled",
        /// Created again.
        Restored = "restored",
    }
}

words! {
    /// Why a contact was kept or could not be done.
    ItemCode {
        /// It has an open deal.
        OpenDeals = "open_deals",
        /// Whether it has open deals could not be found out.
        DealsUnknown = "deals_unknown",
        /// Its data could not be stored before the deletion.
        NoSnapshot = "no_snapshot",
        /// The portal refused for a reason of its own.
        Refused = "refused",
        /// The portal confirmed the deletion, and the contact is still there.
        StillThere = "still_there",
        /// No answer was clear, however often it was asked.
        NoClearAnswer = "no_clear_answer",
        /// The data to restore it from are gone.
        SnapshotGone = "snapshot_gone",
        /// The portal does not let this user create contacts.
        CreateDenied = "create_denied",
        /// The job ended before its time.
        JobFailed = "job_failed",
    }
}

/// How many contacts came to which end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// All of them.
    pub total: u32,
    /// By outcome.
    pub deleted: u32,
    /// Were not there.
    pub gone: u32,
    /// Forbidden.
    pub denied: u32,
    /// Kept.
    pub protected: u32,
    /// Could not be done.
    pub failed: u32,
    /// Not begun.
    pub cancelled: u32,
    /// Created again.
    pub restored: u32,
}

impl Counts {
    /// What has no outcome yet.
    #[must_use]
    pub fn pending(&self) -> u32 {
        let settled = self.deleted
            + self.gone
            + self.denied
            + self.protected
            + self.failed
            + self.cancelled
            + self.restored;
        self.total.saturating_sub(settled)
    }
}

/// A job as it stands.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table, each flag a fact of its own")]
#[derive(Clone, PartialEq, Debug)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Whose token it works with, on which portal.
    pub principal: Principal,
    /// What it does.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// Why it waits, pauses or failed.
    pub reason: Option<Reason>,
    /// When it goes on by itself.
    pub resumes_at: Option<UnixTime>,
    /// Whether somebody has to confirm it before anything happens.
    pub is_draft: bool,
    /// Whether somebody cancelled it while calls were in flight.
    pub wants_cancel: bool,
    /// How many contacts the person saw.
    pub expected_total: Option<u32>,
    /// How far collecting has come.
    pub cursor: Option<ContactId>,
    /// Whether contacts with open deals are deleted too.
    pub include_open_deals: bool,
    /// Whether copies of what it deletes are kept, where the settings keep any.
    pub keeps_snapshot: bool,
    /// When the copies were destroyed before their time.
    pub snapshot_destroyed_at: Option<UnixTime>,
    /// The saved filter by whose calendar it was prepared.
    pub saved_filter: Option<FilterId>,
    /// The job whose deletions are undone.
    pub source_job: Option<JobId>,
    /// Outcomes so far.
    pub counts: Counts,
    /// Contacts read back and found gone.
    pub verified: u32,
    /// How far the reading back has come.
    pub verify_cursor: Option<ContactId>,
    /// Whether the first few are proved to be gone.
    pub is_canary_done: bool,
    /// Refusals since the last contact that was not refused.
    pub denied_in_a_row: u32,
    /// Pauses for an unreachable portal since it last answered.
    pub setbacks: u32,
    /// Contacts a second, lately.
    pub rate: Option<f64>,
    /// Seconds to the end at that rate.
    pub eta_seconds: Option<u32>,
    /// The request that made it.
    pub request_id: String,
    /// When a draft ends.
    pub expires_at: Option<UnixTime>,
    /// When it was made.
    pub created_at: UnixTime,
    /// When it was confirmed.
    pub started_at: Option<UnixTime>,
    /// When it ended.
    pub finished_at: Option<UnixTime>,
}

impl Job {
    /// Whether a user made it.
    #[must_use]
    pub fn belongs_to(&self, member_id: &MemberId, user_id: UserId) -> bool {
        self.principal.member_id == *member_id && self.principal.user_id == user_id
    }
}

/// One contact of a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    /// The contact.
    pub contact_id: ContactId,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<ItemCode>,
    /// What it is called after a restore.
    pub new_id: Option<ContactId>,
    /// When that was settled.
    pub settled_at: Option<UnixTime>,
}

/// An outcome to be written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The contact.
    pub contact_id: ContactId,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub code: Option<ItemCode>,
    /// Its new number, if it was created again.
    pub new_id: Option<ContactId>,
    /// Whether a call for it went out and had no clear answer.
    pub was_unclear: bool,
}

impl Settled {
    /// Open again: the call was refused before it was tried, or did not go out.
    #[must_use]
    pub fn untried(contact_id: ContactId) -> Self {
        Self::plain(contact_id, Outcome::Pending)
    }

    /// Open again: the answer was lost, and the contact is still there.
    #[must_use]
    pub fn unclear(contact_id: ContactId) -> Self {
        Self { was_unclear: true, ..Self::plain(contact_id, Outcome::Pending) }
    }

    /// An outcome that needs no reason.
    #[must_use]
    pub fn plain(contact_id: ContactId, outcome: Outcome) -> Self {
        Self { contact_id, outcome, code: None, new_id: None, was_unclear: false }
    }

    /// An outcome with its reason.
    #[must_use]
    pub fn because(contact_id: ContactId, outcome: Outcome, code: ItemCode) -> Self {
        Self { code: Some(code), ..Self::plain(contact_id, outcome) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for state in [JobState::Collecting, JobState::Waiting, JobState::Done] {
            assert_eq!(JobState::parse(state.as_str()), Some(state));
        }
        assert_eq!(Outcome::parse("vanished"), None);
        assert_eq!(JobId::parse("017"), None);
        assert_eq!(JobId::parse("17"), Some(JobId(17)));
        assert_eq!(JobId::parse(""), None);
    }

    #[test]
    fn what_is_not_settled_is_pending() {
        let counts = Counts { total: 10, deleted: 4, gone: 1, failed: 2, ..Counts::default() };
        assert_eq!(counts.pending(), 3);
    }
}
