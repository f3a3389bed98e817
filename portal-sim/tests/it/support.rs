//! A simulator over HTTP with a client that follows no redirects.

use portal_sim::{Portal, Sim, SimBuilder};
use reqwest::Client;
use serde_json::{Value, json};

/// Status and JSON body of an answer.
pub(crate) type Answer = (u16, Value);

pub(crate) struct TestSim {
    pub(crate) sim: Sim,
    pub(crate) http: Client,
    pub(crate) portal: Portal,
}

impl TestSim {
    pub(crate) async fn start(builder: SimBuilder) -> Self {
        let sim = builder.start().await.unwrap();
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let portal = sim.portal(0);
        Self { sim, http, portal }
    }

    pub(crate) async fn plain() -> Self {
        Self::start(Sim::builder().no_bucket().installed(true)).await
    }

    pub(crate) fn token(&self, user_id: u64) -> String {
        self.portal.mint_pair(user_id).access_token
    }

    /// Calls a method as this user, with a JSON body.
    pub(crate) async fn call(&self, user_id: u64, method: &str, mut params: Value) -> Answer {
        params["auth"] = json!(self.token(user_id));
        self.post(&format!("{}{method}", self.portal.rest_url()), &params).await
    }

    pub(crate) async fn post(&self, url: &str, body: &Value) -> Answer {
        read(self.http.post(url).json(body).send().await.unwrap()).await
    }

    pub(crate) async fn form(&self, url: &str, fields: &[(&str, &str)]) -> Answer {
        read(self.http.post(url).form(fields).send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        read(self.http.get(url).send().await.unwrap()).await
    }

    /// Runs the token endpoint with the application's keys and these parameters.
    pub(crate) async fn grant(&self, params: &[(&str, &str)]) -> Answer {
        let mut fields =
            vec![("client_id", self.sim.client_id()), ("client_secret", self.sim.client_secret())];
        fields.extend_from_slice(params);
        self.form(&format!("{}/oauth/token/", self.sim.oauth_url()), &fields).await
    }
}

pub(crate) async fn read(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
}

/// Waits until something holds, without guessing how long it takes.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

pub(crate) fn error(answer: &Answer) -> (u16, &str) {
    (answer.0, answer.1["error"].as_str().unwrap_or("<none>"))
}

/// The ids of listed rows.
pub(crate) fn ids(answer: &Answer) -> Vec<u64> {
    let rows = answer.1["result"].as_array().unwrap();
    rows.iter().map(|row| row["ID"].as_str().unwrap().parse().unwrap()).collect()
}
