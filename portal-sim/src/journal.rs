//! The log of calls that a server received, in order, without secrets.
//! An entry is opened when the call arrives and closed when its answer is known.

use std::sync::Mutex;

use serde_json::Value;

use crate::lock;
use crate::php::{Php, PhpArray};

/// How a call was authorized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// An application's access token.
    Token,
    /// An inbound webhook.
    Webhook,
    /// Nothing that the server accepted.
    None,
}

/// Where in the request the secret stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretIn {
    /// The `Authorization` header.
    Header,
    /// The body.
    Body,
    /// The query: it ends up in logs.
    Query,
    /// The path, as webhooks have it.
    Path,
}

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    /// When it arrived, in unix seconds.
    pub at: f64,
    /// The method in lower case, `oauth/token`, `oauth/authorize` or `app.info`.
    pub method: String,
    /// Whose call it was, once authorized.
    pub user_id: Option<u64>,
    /// How it was authorized.
    pub via: Via,
    /// The parameters without secrets.
    pub params: Value,
    /// Status of the answer; 0 when there was none.
    pub http_status: u16,
    /// The `error` of the answer, which may be empty.
    pub error: Option<String>,
    /// The position in the batch that carried it.
    pub in_batch: Option<usize>,
    /// The path that was asked for, a webhook's secret masked.
    pub source_path: String,
    /// Where the token or the client secret stood.
    pub secret_in: Option<SecretIn>,
    /// `GET` or `POST`.
    pub verb: String,
}

/// Names of parameters that never reach the log.
const SECRETS: [&str; 5] = ["auth", "access_token", "refresh_token", "client_secret", "code"];

impl Call {
    pub(crate) fn new(at: f64, method: &str, params: &PhpArray) -> Self {
        let mut params = params.clone();
        for name in SECRETS {
            params.remove(name);
        }
        Self {
            at,
            method: method.to_owned(),
            user_id: None,
            via: Via::None,
            params: Php::Array(params).to_json(),
            http_status: 0,
            error: None,
            in_batch: None,
            source_path: String::new(),
            secret_in: None,
            verb: "POST".to_owned(),
        }
    }
}

/// The log of one server.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    calls: Mutex<Vec<Call>>,
}

impl Journal {
    /// Opens an entry and gives its number.
    pub(crate) fn open(&self, call: Call) -> usize {
        let mut calls = lock(&self.calls);
        calls.push(call);
        calls.len() - 1
    }

    pub(crate) fn identify(&self, entry: usize, user_id: u64, via: Via) {
        let mut calls = lock(&self.calls);
        calls[entry].user_id = Some(user_id);
        calls[entry].via = via;
    }

    /// Notes the answer.
    pub(crate) fn close(&self, entry: usize, http_status: u16, error: Option<String>) {
        let mut calls = lock(&self.calls);
        calls[entry].http_status = http_status;
        calls[entry].error = error;
    }

    /// Notes the answer unless the caller got another one already.
    pub(crate) fn close_if_open(&self, entry: usize, http_status: u16, error: Option<String>) {
        if lock(&self.calls)[entry].http_status == 0 {
            self.close(entry, http_status, error);
        }
    }

    pub(crate) fn list(&self) -> Vec<Call> {
        lock(&self.calls).clone()
    }
}
