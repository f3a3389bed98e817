//! The log of the calls that a server received, in order and without secrets.
//! An entry is opened when the call arrives and closed when its answer is known. A run can have hundreds of thousands
//! of entries, so parameters are kept as text and repeated names are shared.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::concurrency::{Change, Concurrency};
use crate::php::{Php, PhpArray};
use crate::sync::lock;

/// How a call was authorized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// An application's access token.
    Token,
    /// An inbound webhook.
    Webhook,
    /// Not authorized.
    None,
}

/// In which part of the request the secret was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretIn {
    /// The `Authorization` header.
    Header,
    /// The body.
    Body,
    /// The query, which servers write to logs.
    Query,
    /// The path, as in the address of a webhook.
    Path,
}

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    /// When it arrived, in unix seconds.
    pub at: f64,
    /// The method in lower case, `oauth/token`, `oauth/authorize` or `app.info`.
    pub method: String,
    /// The user of the call, once it is authorized.
    pub user_id: Option<u64>,
    /// How it was authorized.
    pub via: Via,
    /// The parameters without secrets.
    pub params: Value,
    /// The status of the answer; 0 without an answer.
    pub http_status: u16,
    /// The `error` of the answer. It may be empty.
    pub error: Option<String>,
    /// The position in its batch; `None` for a single call.
    pub in_batch: Option<usize>,
    /// The path of the request. The secret of a webhook is masked.
    pub source_path: String,
    /// In which part of the request the token or the client secret was.
    pub secret_in: Option<SecretIn>,
    /// `GET` or `POST`.
    pub verb: String,
    /// When the work began. It is later than `at` when the call waited in the queue; `None` when it never began.
    pub began_at: Option<f64>,
    /// When the work was done. This can be long after the gateway answered 504.
    pub done_at: Option<f64>,
    /// When the caller got its answer or hung up; `None` while it waits.
    pub answered_at: Option<f64>,
}

/// Parameters that are never logged.
const SECRETS: [&str; 5] = ["auth", "access_token", "refresh_token", "client_secret", "code"];

/// A call that has arrived, before it is logged.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) at: f64,
    pub(crate) method: String,
    pub(crate) caller: Option<(u64, Via)>,
    pub(crate) in_batch: Option<usize>,
    pub(crate) source_path: String,
    pub(crate) secret_in: Option<SecretIn>,
    pub(crate) verb: String,
    params: Box<str>,
}

impl Arrival {
    pub(crate) fn new(at: f64, method: &str, params: &PhpArray) -> Self {
        let open = params.iter().filter(|(name, _)| !SECRETS.contains(name));
        let open = open.map(|(name, value)| (name.to_owned(), value.clone())).collect();
        Self {
            at,
            method: method.to_owned(),
            caller: None,
            in_batch: None,
            source_path: String::new(),
            secret_in: None,
            verb: "POST".to_owned(),
            params: Php::Array(PhpArray::of(open)).to_text().into(),
        }
    }
}

#[derive(Debug)]
struct Entry {
    at: f64,
    method: Arc<str>,
    caller: Option<(u64, Via)>,
    params: Box<str>,
    http_status: u16,
    error: Option<Arc<str>>,
    in_batch: Option<usize>,
    source_path: Arc<str>,
    secret_in: Option<SecretIn>,
    verb: Arc<str>,
    work: Span,
    /// From the arrival to the answer.
    in_flight: Span,
}

/// Two times, each with its position among all times of the log. A clock that stands still does not give an order.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    from: Option<(u64, f64)>,
    until: Option<(u64, f64)>,
}

impl Entry {
    fn call(&self) -> Call {
        Call {
            at: self.at,
            method: self.method.to_string(),
            user_id: self.caller.map(|caller| caller.0),
            via: self.caller.map_or(Via::None, |caller| caller.1),
            params: serde_json::from_str(&self.params).unwrap_or_default(),
            http_status: self.http_status,
            error: self.error.as_deref().map(str::to_owned),
            in_batch: self.in_batch,
            source_path: self.source_path.to_string(),
            secret_in: self.secret_in,
            verb: self.verb.to_string(),
            began_at: self.work.from.map(|time| time.1),
            done_at: self.work.until.map(|time| time.1),
            answered_at: self.in_flight.until.map(|time| time.1),
        }
    }
}

/// The log of one server.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    log: Mutex<Log>,
}

#[derive(Debug, Default)]
struct Log {
    entries: Vec<Entry>,
    counts: HashMap<Arc<str>, usize>,
    names: HashSet<Arc<str>>,
    times: u64,
}

impl Log {
    fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    /// Numbers a time in the order in which times are logged.
    fn numbered(&mut self, at: f64) -> (u64, f64) {
        self.times += 1;
        (self.times, at)
    }
}

impl Journal {
    /// Opens an entry and gives its number.
    pub(crate) fn open(&self, call: Arrival) -> usize {
        let mut log = lock(&self.log);
        let method = log.shared(&call.method);
        *log.counts.entry(Arc::clone(&method)).or_default() += 1;
        let entry = Entry {
            at: call.at,
            method,
            caller: call.caller,
            params: call.params,
            http_status: 0,
            error: None,
            in_batch: call.in_batch,
            source_path: log.shared(&call.source_path),
            secret_in: call.secret_in,
            verb: log.shared(&call.verb),
            work: Span::default(),
            in_flight: Span { from: Some(log.numbered(call.at)), until: None },
        };
        log.entries.push(entry);
        log.entries.len() - 1
    }

    /// Notes the user of the call.
    pub(crate) fn identify(&self, entry: usize, user_id: u64, via: Via) {
        lock(&self.log).entries[entry].caller = Some((user_id, via));
    }

    /// Notes that the work has begun.
    pub(crate) fn begin(&self, entry: usize, at: f64) {
        let mut log = lock(&self.log);
        log.entries[entry].work.from = Some(log.numbered(at));
    }

    /// Notes that the work is done.
    pub(crate) fn finish(&self, entry: usize, at: f64) {
        let mut log = lock(&self.log);
        log.entries[entry].work.until = Some(log.numbered(at));
    }

    /// Notes that the caller got its answer or hung up.
    pub(crate) fn leave_flight(&self, entry: usize, at: f64) {
        let mut log = lock(&self.log);
        log.entries[entry].in_flight.until = Some(log.numbered(at));
    }

    /// Notes the answer.
    pub(crate) fn close(&self, entry: usize, http_status: u16, error: Option<&str>) {
        let mut log = lock(&self.log);
        let error = error.map(|error| log.shared(error));
        log.entries[entry].http_status = http_status;
        log.entries[entry].error = error;
    }

    /// Notes the answer unless another answer was noted before.
    pub(crate) fn close_if_open(&self, entry: usize, http_status: u16, error: Option<&str>) {
        if lock(&self.log).entries[entry].http_status == 0 {
            self.close(entry, http_status, error);
        }
    }

    pub(crate) fn list(&self) -> Vec<Call> {
        lock(&self.log).entries.iter().map(Entry::call).collect()
    }

    pub(crate) fn list_of(&self, method: &str) -> Vec<Call> {
        let log = lock(&self.log);
        log.entries.iter().filter(|entry| *entry.method == *method).map(Entry::call).collect()
    }

    /// How many calls of this method there were. `*` counts all requests; a batch counts once.
    pub(crate) fn count(&self, method: &str) -> usize {
        let log = lock(&self.log);
        match method {
            "*" => log.entries.iter().filter(|entry| entry.in_batch.is_none()).count(),
            _ => log.counts.get(method).copied().unwrap_or_default(),
        }
    }

    /// The requests in flight as the caller sees them, or the requests that the portal works on.
    pub(crate) fn concurrency(&self, method: &str, at_work: bool) -> Concurrency {
        let log = lock(&self.log);
        let chosen = log.entries.iter().filter(|entry| entry.in_batch.is_none());
        let chosen = chosen.filter(|entry| method == "*" || *entry.method == *method);
        let spans = chosen.map(|entry| if at_work { entry.work } else { entry.in_flight });
        let change = |step| move |(order, at): (u64, f64)| Change { order, at, step };
        Concurrency::of(
            spans.flat_map(|span| [span.from.map(change(1)), span.until.map(change(-1))]).flatten(),
        )
    }
}
