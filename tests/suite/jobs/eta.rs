//! The running time that a job predicts.

use std::time::Duration;

use contact_eraser::domain::clock::Clock;
use portal_sim::{Sim, SimBuilder};

use super::start_app_with;

/// Deletes all contacts of a portal. The end that the job predicts after `deleted` contacts is correct within a fifth.
async fn predicts(builder: SimBuilder, contacts: usize, deleted: u64) {
    let app = start_app_with(builder.contacts(contacts), 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let id = user.deletes(&portal.contact_ids()).await;
    let (asked, left) = loop {
        let (now, job) = (app.clock.uptime(), user.job(id).await);
        if job["deleted"].as_u64().unwrap() >= deleted {
            break (now, job["eta_seconds"].as_f64());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    user.reaches(id, &["done"]).await;
    let took = app.clock.uptime().saturating_sub(asked).as_secs_f64();
    let left = left.expect("the job is running");
    assert!((left - took).abs() <= took / 5.0 + 3.0, "predicted {left} s, took {took:.0} s");
}

#[tokio::test(flavor = "multi_thread")]
async fn forecast_includes_a_full_bucket() {
    predicts(Sim::builder().bucket(50, 2.0).delete_cost(Duration::ZERO), 8_000, 60).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forecast_includes_used_up_running_time() {
    let builder = Sim::builder().serialized().delete_cost(Duration::from_secs(1));
    predicts(builder.operating_limit(Some(Duration::from_mins(8))), 700, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forecast_includes_the_verification() {
    let builder = Sim::builder().no_bucket().serialized().delete_cost(Duration::from_millis(50));
    predicts(builder.method_cost("crm.contact.list", Duration::from_secs(4)), 2_000, 60).await;
}
