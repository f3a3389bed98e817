//! Calls to portals as the log of calls keeps them: the method and how the call ended. There is no field for values of
//! parameters, tokens or results.

use std::collections::BTreeMap;

use super::clock::UnixTime;
use super::ids::UserId;
use super::token::Principal;

/// One call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallRecord {
    /// The portal and the owner of the token.
    pub principal: Principal,
    /// The portal's installation; `None` for a call before the installation exists.
    pub generation: Option<i64>,
    /// The method.
    pub method: String,
    /// The methods in a batch, each with its number of commands.
    pub commands: BTreeMap<String, u32>,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    /// `ok`, or the reason in one word.
    pub outcome: &'static str,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// The portal's code for a refusal.
    pub error: Option<String>,
    /// How many of a batch's commands were refused.
    pub refused: Option<u32>,
    /// How long it took.
    pub milliseconds: u64,
    /// The number of the attempt.
    pub attempt: u32,
}

/// A call with its request and time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoggedCall {
    /// The call.
    pub call: CallRecord,
    /// The request that caused it; empty for background work.
    pub request_id: String,
    /// When the call ended.
    pub created_at: UnixTime,
}

/// A stored line of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestLine {
    /// Its number. Later lines have greater numbers.
    pub id: i64,
    /// The owner of the token.
    pub user_id: Option<UserId>,
    /// The method.
    pub method: String,
    /// The methods in a batch, each with its number of commands.
    pub commands: BTreeMap<String, u32>,
    /// The names of the parameters, separated by commas.
    pub parameters: String,
    /// `ok`, or the reason in one word.
    pub outcome: String,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// The portal's code for a refusal.
    pub error: Option<String>,
    /// How many of a batch's commands were refused.
    pub refused: Option<u32>,
    /// How long it took.
    pub milliseconds: i64,
    /// The number of the attempt.
    pub attempt: u32,
    /// The request that caused it.
    pub request_id: String,
    /// When the call ended.
    pub created_at: UnixTime,
}
