//! A call to a portal as the request log keeps it: what was called and how it ended. There is no place in it for a
//! parameter's value, a token, or what came back.

use std::collections::BTreeMap;

use super::clock::UnixTime;
use super::ids::UserId;
use super::token::Principal;

/// One call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallRecord {
    /// With whose token, on which portal.
    pub principal: Principal,
    /// In which of the portal's installations; `None` when there was none yet: that is how an installation begins.
    pub generation: Option<i64>,
    /// The method.
    pub method: String,
    /// The methods in a batch, with how often each.
    pub commands: BTreeMap<String, u32>,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    /// `ok`, or in one word why not.
    pub outcome: &'static str,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// The portal's code for a refusal.
    pub error: Option<String>,
    /// How many of a batch's commands were refused.
    pub refused: Option<u32>,
    /// How long it took.
    pub milliseconds: u64,
    /// Which try it was.
    pub attempt: u32,
}

/// A call with what it belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoggedCall {
    /// The call.
    pub call: CallRecord,
    /// The request that it was made for; empty when nobody asked.
    pub request_id: String,
    /// When its answer came.
    pub created_at: UnixTime,
}

/// A line of the log, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestLine {
    /// Its number; later ones are greater.
    pub id: i64,
    /// With whose token.
    pub user_id: Option<UserId>,
    /// The method.
    pub method: String,
    /// The methods in a batch, with how often each.
    pub commands: BTreeMap<String, u32>,
    /// The names of the parameters, separated by commas.
    pub parameters: String,
    /// `ok`, or in one word why not.
    pub outcome: String,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// The portal's code for a refusal.
    pub error: Option<String>,
    /// How many of a batch's commands were refused.
    pub refused: Option<u32>,
    /// How long it took.
    pub milliseconds: i64,
    /// Which try it was.
    pub attempt: u32,
    /// The request that it was made for.
    pub request_id: String,
    /// When its answer came.
    pub created_at: UnixTime,
}
