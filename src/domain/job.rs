//! Jobs: work on a frozen set of contacts. Each contact ends with exactly one outcome.

use std::time::Duration;

use super::clock::UnixTime;
use super::ids::{ContactId, UserId};
use super::saved_filter::FilterId;
use super::token::Principal;

/// Most contacts in one job.
pub const MAX_CONTACTS: usize = 100_000;
/// A job pauses after this many refusals for missing rights in a row.
pub const MANY_DENIED: u32 = 50;

/// The id of a job in the program.
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
            /// The name in the database and in answers.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads a name.
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

pub mod faults;
mod item;
mod transitions;

pub use item::{Item, ItemCode, LONGEST_REQUEST, Outcome, OutcomeUpdate, RefusedAs};
pub use transitions::{TRANSITIONS, Transition};

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
    /// The state of a job.
    JobState {
        /// The set is being collected from a filter.
        Collecting = "collecting",
        /// The set is frozen. A user must confirm it.
        Draft = "draft",
        /// It waits in the queue.
        Queued = "queued",
        /// A worker processes its contacts.
        Running = "running",
        /// Stopped until a person resumes it, or its user opens the app and that may end the reason.
        Paused = "paused",
        /// Stopped until a certain time. It continues by itself.
        Waiting = "waiting",
        /// All contacts are processed. A worker verifies them on the portal.
        Verifying = "verifying",
        /// Ended.
        Done = "done",
        /// A user cancelled it, or it expired without a confirmation or a resumption.
        Cancelled = "cancelled",
        /// It could not continue: its set could not be collected as requested, or the portal no longer exists.
        Failed = "failed",
    }
}

impl JobState {
    /// Whether the job has ended.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

words! {
    /// Why a job waits, is paused, was cancelled or failed.
    Reason {
        /// A user paused it.
        ByUser = "by_user",
        /// A user cancelled it, and its calls in flight have not ended.
        Cancelling = "cancelling",
        /// The method's running time on the portal is used up.
        OperationLimit = "operation_limit",
        /// An answer was lost, and the portal may still be at work on the call.
        AnswerLost = "answer_lost",
        /// The portal takes no more calls now.
        PortalBusy = "portal_busy",
        /// The portal cannot be reached, or its answers make no sense.
        PortalUnavailable = "portal_unavailable",
        /// The answer does not come from the portal's API, or does not have its form.
        NotTheApi = "not_the_api",
        /// The portal's answer is longer than this app reads.
        AnswerTooLong = "answer_too_long",
        /// The stored authorization has ended. The user must open the app again.
        PortalUnauthorized = "portal_unauthorized",
        /// The subscription has ended.
        PaymentRequired = "payment_required",
        /// The portal's plan does not include it.
        PlanRestricted = "plan_restricted",
        /// A scope is missing.
        ScopeMissing = "scope_missing",
        /// The portal does not let this user use the app.
        AppAccessDenied = "app_access_denied",
        /// The portal does not let this user see contacts.
        AccessDenied = "access_denied",
        /// This app's settings do not let this user delete.
        NotPermitted = "not_permitted",
        /// This user is no longer an administrator of the portal.
        NotAdministrator = "not_administrator",
        /// This app's settings limit how many contacts this user may delete in a day.
        DayLimit = "day_limit",
        /// The portal no longer exists.
        PortalDeleted = "portal_deleted",
        /// Fifty contacts in a row were denied.
        ManyDenied = "many_denied",
        /// The portal confirms deletions, but the contacts still exist.
        NotDeleting = "not_deleting",
        /// There are more contacts than a job may have.
        TooMany = "too_many",
        /// The filter finds a different number of contacts than was confirmed.
        TotalChanged = "total_changed",
        /// The portal lists contacts that do not meet the conditions.
        FilterIgnored = "filter_ignored",
        /// The draft was not confirmed in time.
        DraftExpired = "draft_expired",
        /// Newer drafts of the same user replaced this one. Each user may have only a few.
        DraftReplaced = "draft_replaced",
        /// It was paused or waiting for too long.
        LeftAlone = "left_alone",
        /// The portal has given no usable answer for a day.
        PortalSilent = "portal_silent",
        /// A fault of this program.
        Internal = "internal",
    }
}

impl Reason {
    /// Whether the portal gave no usable answer. The pause grows with each such answer in a row.
    #[must_use]
    pub fn is_setback(self) -> bool {
        matches!(self, Self::PortalUnavailable | Self::NotTheApi | Self::AnswerTooLong)
    }

    /// Whether the portal gives no useful answer for any reason. A limit of running time is a useful answer.
    #[must_use]
    pub fn means_no_answer(self) -> bool {
        self.is_setback() || self == Self::PortalBusy
    }

    /// Two tries further apart than this do not prove that the portal was silent in between. The longest pause is half
    /// an hour, and other jobs of the user may go first.
    pub const LONGEST_BETWEEN_TRIES: Duration = Duration::from_hours(2);

    /// How long a job waits for a portal without usable answers. After that a person must resume it.
    pub const LONGEST_SILENCE: Duration = Duration::from_hours(24);

    /// A job that was paused for longer does not continue by itself when its user opens the app.
    pub const LONGEST_REST: Duration = Duration::from_hours(24);

    /// Reasons that may end when the user opens the app again.
    pub const ENDED_BY_VISIT: &[Self] = &[
        Self::PortalUnauthorized,
        Self::PaymentRequired,
        Self::PlanRestricted,
        Self::ScopeMissing,
        Self::AppAccessDenied,
        Self::AccessDenied,
    ];
}

/// Numbers of contacts by outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// All contacts.
    pub total: u32,
    /// Deleted.
    pub deleted: u32,
    /// Did not exist or could not be seen.
    pub gone: u32,
    /// Denied by the portal.
    pub denied: u32,
    /// Kept because of the settings or the user's choice.
    pub protected: u32,
    /// Could not be deleted or created.
    pub failed: u32,
    /// Not started when the job was cancelled.
    pub cancelled: u32,
    /// Created again.
    pub restored: u32,
}

impl Counts {
    /// Contacts without an outcome.
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

/// A job in its current state.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table, each flag a fact of its own")]
#[derive(Clone, PartialEq, Debug)]
pub struct Job {
    /// Its id in the program.
    pub id: JobId,
    /// Its number for people, counted for each portal. `None` before it first enters the queue; a single deletion gets
    /// its number when it ends.
    pub number: Option<u32>,
    /// Its portal, and the user whose token it uses.
    pub principal: Principal,
    /// What it does.
    pub kind: JobKind,
    /// Its state.
    pub state: JobState,
    /// The reason of its state.
    pub reason: Option<Reason>,
    /// When it continues by itself.
    pub resumes_at: Option<UnixTime>,
    /// Since when it is paused.
    pub paused_at: Option<UnixTime>,
    /// The user who paused it.
    pub paused_by: Option<UserId>,
    /// Whether a user must confirm it before anything happens.
    pub is_draft: bool,
    /// Whether it is a single deletion that its own request executes.
    pub is_single: bool,
    /// Whether a user cancelled it while calls were in flight.
    pub wants_cancel: bool,
    /// How many contacts the user saw, with exceptions.
    pub expected_total: Option<u32>,
    /// How many contacts the user confirmed, without exceptions.
    pub confirm_total: Option<u32>,
    /// How many of the contacts that its filter found are exceptions of the user.
    pub excepted: u32,
    /// Whether its set is still to be collected from a filter.
    pub has_filter: bool,
    /// When its set was frozen.
    pub frozen_at: Option<UnixTime>,
    /// The last contact that was collected.
    pub cursor: Option<ContactId>,
    /// Whether it also deletes contacts with open deals.
    pub include_open_deals: bool,
    /// Whether it keeps copies of deleted contacts, if the settings allow it.
    pub keeps_snapshot: bool,
    /// When its copies were destroyed before they expired.
    pub snapshot_destroyed_at: Option<UnixTime>,
    /// The saved filter whose calendar prepared it.
    pub saved_filter: Option<FilterId>,
    /// The job whose contacts it restores.
    pub source_job: Option<JobId>,
    /// The outcomes so far.
    pub counts: Counts,
    /// Contacts whose outcome verification has confirmed.
    pub verified: u32,
    /// The last contact that was verified.
    pub verify_cursor: Option<ContactId>,
    /// Whether a check has shown that the first few contacts are gone.
    pub is_canary_done: bool,
    /// Refusals for missing rights since the last contact that was deleted or created.
    pub denied_in_a_row: u32,
    /// Pauses because of an unavailable portal since its last answer.
    pub setbacks: u32,
    /// Faults of this program since the last progress.
    pub faults: u32,
    /// Until when the portal may be at work on a call whose answer was lost.
    pub at_work_until: Option<UnixTime>,
    /// Recent speed in contacts per second.
    pub rate: Option<f64>,
    /// Seconds to the end at that speed.
    pub eta_seconds: Option<u32>,
    /// The request that created it.
    pub request_id: String,
    /// When it expires.
    pub expires_at: Option<UnixTime>,
    /// When it was created.
    pub created_at: UnixTime,
    /// When it was started.
    pub started_at: Option<UnixTime>,
    /// When it ended.
    pub finished_at: Option<UnixTime>,
}

impl Job {
    /// Whether it is a draft that ended without confirmation. Only the number of its contacts is kept.
    #[must_use]
    pub fn is_ended_draft(&self) -> bool {
        self.is_draft && self.state.is_final()
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
    fn contacts_without_an_outcome_are_pending() {
        let counts = Counts { total: 10, deleted: 4, gone: 1, failed: 2, ..Counts::default() };
        assert_eq!(counts.pending(), 3);
    }
}
