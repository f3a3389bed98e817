//! Deleting many contacts: creating, confirming, running and verifying jobs. The simulator tells what really happened.

mod confirmed;
mod control;
mod crashes;
mod denials;
pub(crate) mod drafts;
mod erasing;
mod erasure;
mod eta;
mod faults;
mod files;
mod filters;
mod gone_users;
mod impact;
mod large;
mod late_calls;
mod leases;
mod left_behind;
mod limits;
mod notices;
mod reads;
mod refusal_texts;
mod repeat;
mod repeated_refusals;
mod reports;
mod restore;
mod restore_marks;
mod restore_once;
mod restore_vanished;
mod silence;
mod transitions;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Session, TestApp};
use portal_sim::Sim;

/// The service with this many contacts on the portal. Both use one clock.
pub(crate) async fn start_app(contacts: usize, speed: f64) -> TestApp {
    start_app_with(Sim::builder().contacts(contacts), speed).await
}

pub(crate) async fn start_app_with(builder: portal_sim::SimBuilder, speed: f64) -> TestApp {
    TestApp::at_speed(builder.portals(1).installed(true), speed).await
}

/// This many new contacts without any related items.
pub(crate) fn add_contacts(portal: &portal_sim::Portal, count: usize) -> Vec<u64> {
    (0..count).map(|_| portal.add_contact(&json!({"NAME": "Fresh"}))).collect()
}

impl Session<'_> {
    /// Creates a job like a client whose user has confirmed the number of contacts.
    pub(crate) async fn creates_job(&self, request_body: &Value) -> Answer {
        let mut request_body = request_body.clone();
        if request_body["draft"] != true {
            let ids = request_body["contact_ids"].as_array();
            let total = ids.map(|ids| json!(ids.iter().collect::<std::collections::HashSet<_>>().len()));
            request_body["confirm_total"] = total.unwrap_or_else(|| request_body["expected_total"].clone());
        }
        self.sends_job_request(&request_body).await
    }

    /// Sends this request for a job unchanged.
    pub(crate) async fn sends_job_request(&self, request_body: &Value) -> Answer {
        self.sends(Method::POST, "/api/jobs", request_body).await
    }

    /// Creates a job that starts at once, also for contacts with open deals.
    pub(crate) async fn deletes(&self, ids: &[u64]) -> u64 {
        let answer = self.creates_job(&json!({"contact_ids": ids, "include_open_deals": true})).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        answer.json["id"].as_u64().unwrap()
    }

    pub(crate) async fn job(&self, id: u64) -> Value {
        let answer = self.get(&format!("/api/jobs/{id}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json
    }

    pub(crate) async fn commands(&self, id: u64, order: &str) -> Answer {
        self.call(Method::POST, &format!("/api/jobs/{id}/{order}")).await
    }

    pub(crate) async fn starts(&self, id: u64, total: u64) -> Answer {
        self.sends(Method::POST, &format!("/api/jobs/{id}/start"), &json!({"confirm_total": total})).await
    }

    /// The job as soon as it is in one of these states.
    pub(crate) async fn reaches(&self, id: u64, states: &[&str]) -> Value {
        let mut job = Value::Null;
        for _ in 0..6_000 {
            job = self.job(id).await;
            assert_sums(&job);
            if states.iter().any(|state| job["state"] == *state) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        panic!("never {states:?}: {job}");
    }

    pub(crate) async fn ends(&self, id: u64) -> Value {
        self.reaches(id, &["done", "cancelled", "failed"]).await
    }

    /// Each contact's outcome and code.
    pub(crate) async fn outcomes(&self, id: u64) -> Vec<(u64, String, String)> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("/api/jobs/{id}/items?after={after}")).await.json;
            for item in page["items"].as_array().unwrap() {
                let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
                all.push((item["contact_id"].as_u64().unwrap(), text("outcome"), text("code")));
            }
            match page["next"].as_u64() {
                Some(next) => after = next.to_string(),
                None => return all,
            }
        }
    }
}

/// The job at its end, which comes after the session has expired.
pub(crate) async fn ends_hours_later(app: &TestApp, id: u64) -> Value {
    const FINAL: &str = "state IN ('done', 'cancelled', 'failed')";
    for _ in 0..1_500 {
        if app.rows(&format!("jobs WHERE id = {id} AND {FINAL}")).await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    app.signs_in(&app.portal(), 1).await.ends(id).await
}

/// The counts of all outcomes, with those of contacts without one, are always the total.
pub(crate) fn assert_sums(job: &Value) {
    let outcomes = ["deleted", "gone", "denied", "protected", "failed", "pending", "cancelled", "restored"];
    let sum: u64 = outcomes.iter().map(|name| job[name].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), job["total"].as_u64(), "{job}");
}

/// The values of these fields of a job.
pub(crate) fn counts(job: &Value, names: &[&str]) -> Vec<u64> {
    names.iter().map(|name| job[name].as_u64().unwrap_or_default()).collect()
}
