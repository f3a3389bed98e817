//! A filter that an administrator has saved.

use serde_json::{Map, Value};

use super::clock::UnixTime;
use super::job::{JobId, Reason};
use super::schedule::Schedule;
use super::token::Principal;

/// A saved filter's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilterId(pub i64);

/// A saved filter whose draft is due, as whoever prepares it has found it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The filter.
    pub filter: FilterId,
    /// Its version: when it has another one, somebody else has changed or taken it.
    pub version: i64,
    /// When it is due again once its draft is made.
    pub next_at: UnixTime,
}

/// What a saved filter says.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterBody {
    /// What people call it.
    pub name: String,
    /// The conditions, named as in the API.
    pub conditions: Map<String, Value>,
    /// Contacts that were created so many days ago or earlier.
    pub older_than_days: Option<u32>,
}

/// A saved filter.
#[derive(Clone, PartialEq, Debug)]
pub struct SavedFilter {
    /// Its number.
    pub id: FilterId,
    /// Rises whenever it is saved or its draft is begun.
    pub version: i64,
    /// Who saved it last: drafts are prepared as this user.
    pub owner: Principal,
    /// What it says.
    pub body: FilterBody,
    /// When it prepares a draft.
    pub schedule: Option<Schedule>,
    /// When that is the next time.
    pub next_at: Option<UnixTime>,
    /// Why it prepares none.
    pub paused: Option<Reason>,
    /// The draft that it has prepared last.
    pub last_job: Option<JobId>,
    /// A draft or job of it that has not ended: until it has, no other is prepared.
    pub open_job: Option<JobId>,
}
