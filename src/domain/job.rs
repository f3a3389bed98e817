//! Work on many contacts: a frozen set of ids, each of which ends in exactly one outcome.

use std::time::Duration;

use super::clock::UnixTime;
use super::ids::{ContactId, UserId};
use super::saved_filter::FilterId;
use super::token::Principal;

/// Most contacts in one job.
pub const MAX_CONTACTS: usize = 100_000;
/// Refusals for lack of rights in a row after which a job pauses.
pub const MANY_DENIED: u32 = 50;

/// What the program knows a job by.
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
        /// An answer was lost, and the portal may still be at work on the call.
        AnswerLost = "answer_lost",
        /// The portal takes no more calls just now.
        PortalBusy = "portal_busy",
        /// The portal cannot be reached, or what it says makes no sense.
        PortalUnavailable = "portal_unavailable",
        /// What answers is not the portal's API, or does not answer as the API does.
        NotTheApi = "not_the_api",
        /// The portal's answer is longer than any that is read.
        AnswerTooLong = "answer_too_long",
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
        /// The portal lists contacts that do not meet the conditions.
        FilterIgnored = "filter_ignored",
        /// Nobody confirmed the draft in time.
        DraftExpired = "draft_expired",
        /// Its user has made newer drafts, and only a few live at once.
        DraftReplaced = "draft_replaced",
        /// It rested for too long, and nobody resumed it.
        LeftAlone = "left_alone",
        /// The portal has given no usable answer for a day.
        PortalSilent = "portal_silent",
        /// A fault of this program.
        Internal = "internal",
    }
}

impl Reason {
    /// Whether the portal gave no usable answer: the more often in a row, the longer the pause.
    #[must_use]
    pub fn is_setback(self) -> bool {
        matches!(self, Self::PortalUnavailable | Self::NotTheApi | Self::AnswerTooLong)
    }

    /// Whether it is the portal that gives no answer of use, for whatever reason. A limit of running time is an answer.
    #[must_use]
    pub fn means_no_answer(self) -> bool {
        self.is_setback() || self == Self::PortalBusy
    }

    /// Two tries that are further apart are no silence: nobody has asked in between. The longest pause is half an hour, and
    /// other jobs of the user may go first.
    pub const LONGEST_BETWEEN_TRIES: Duration = Duration::from_hours(2);

    /// How long a job waits for a portal that gives no usable answer, before a person has to let it go on.
    pub const LONGEST_SILENCE: Duration = Duration::from_hours(24);

    /// How long a job may rest and still go on by itself when its user opens the app.
    pub const LONGEST_REST: Duration = Duration::from_hours(24);

    /// What opening the app again may mend.
    pub const ENDED_BY_VISIT: &[Self] = &[
        Self::PortalUnauthorized,
        Self::PaymentRequired,
        Self::PlanRestricted,
        Self::ScopeMissing,
        Self::AppAccessDenied,
        Self::AccessDenied,
    ];
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
    /// What the program knows it by.
    pub id: JobId,
    /// What people call it: counted for each portal. `None` before it first waits for its turn.
    pub number: Option<u32>,
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
    /// Since when it is paused.
    pub paused_at: Option<UnixTime>,
    /// Who has paused it, if a person has.
    pub paused_by: Option<UserId>,
    /// Whether somebody has to confirm it before anything happens.
    pub is_draft: bool,
    /// Whether it is a single deletion, which its request worked on itself.
    pub is_single: bool,
    /// Whether somebody cancelled it while calls were in flight.
    pub wants_cancel: bool,
    /// How many contacts the person saw, exceptions included.
    pub expected_total: Option<u32>,
    /// How many contacts the person confirmed, exceptions taken off.
    pub confirm_total: Option<u32>,
    /// How many contacts its filter found that the person had excepted.
    pub excepted: u32,
    /// Whether its set is still to be collected from a filter.
    pub has_filter: bool,
    /// Since when its set is frozen.
    pub frozen_at: Option<UnixTime>,
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
    /// Refusals for lack of rights since the last contact that was deleted.
    pub denied_in_a_row: u32,
    /// Pauses for an unreachable portal since it last answered.
    pub setbacks: u32,
    /// Faults of this program since it last got on.
    pub faults: u32,
    /// Until when the portal may be at work on a call whose answer was cut off.
    pub at_work_until: Option<UnixTime>,
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
    /// Whether it ended without having been confirmed: only the number of its contacts is kept.
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
