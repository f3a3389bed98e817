//! A user who is signed in, and the API's answers.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use super::TestApp;

const RATE_LIMIT_PAUSE: Duration = Duration::from_millis(200);

/// A user with a session token.
pub(crate) struct Session<'a> {
    pub(super) app: &'a TestApp,
    pub(crate) token: String,
}

/// An API answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) json: Value,
    pub(crate) headers: reqwest::header::HeaderMap,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Self { status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    /// Status and problem code.
    pub(crate) fn problem(&self) -> (u16, &str) {
        (self.status, self.json["code"].as_str().unwrap_or_default())
    }
}

impl Session<'_> {
    /// Calls the API once and returns any answer.
    pub(crate) async fn call_once(&self, method: Method, path: &str) -> Answer {
        self.send(self.app.request(method, path)).await
    }

    pub(crate) async fn call(&self, method: Method, path: &str) -> Answer {
        self.retries_when_limited(|| self.app.request(method.clone(), path)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).await
    }

    pub(crate) async fn sends(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.retries_when_limited(|| self.app.request(method.clone(), path).json(body)).await
    }

    /// Repeats the request while the service answers that the limit of requests is reached; such a request has no
    /// effect. A test polls in real time, but the service's clock stands still while the machine is busy.
    async fn retries_when_limited(&self, request: impl Fn() -> RequestBuilder) -> Answer {
        loop {
            let answer = self.send(request()).await;
            if answer.problem() != (429, "rate_limited") {
                return answer;
            }
            tokio::time::sleep(RATE_LIMIT_PAUSE).await;
        }
    }

    async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.bearer_auth(&self.token).send().await.unwrap()).await
    }

    /// Saves settings and returns the settings that are in force then.
    pub(crate) async fn saves_settings(&self, settings: &Value) -> Value {
        let answer = self.sends(Method::PUT, "/api/settings", settings).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json
    }

    pub(crate) async fn deletes_contact(&self, id: u64) -> Answer {
        self.call(Method::DELETE, &format!("/api/contacts/{id}")).await
    }

    /// The ids on a page of the list.
    pub(crate) async fn lists_ids(&self, query: &str) -> Vec<u64> {
        let answer = self.get(&format!("/api/contacts{query}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        ids(&answer)
    }
}

/// The ids of a page's items.
pub(crate) fn ids(answer: &Answer) -> Vec<u64> {
    answer.json["items"].as_array().unwrap().iter().map(|item| item["id"].as_u64().unwrap()).collect()
}
