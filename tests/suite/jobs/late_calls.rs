//! Calls that are sent late: their time limits count from the sending.

use std::time::Duration;

use portal_sim::{Fault, Nth};

use super::{counts, start_app};
use crate::support::TestApp;

/// The job's second batch, the first that deletes, is sent only after a renewal of 22 seconds.
fn goes_out_late(app: &TestApp) {
    app.portal().faults().script("batch", Nth::Call(2), Fault::expired_token());
    app.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Delay(Duration::from_secs(22)));
}

#[tokio::test(flavor = "multi_thread")]
async fn call_that_failed_at_once_is_not_taken_for_a_timeout() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    goes_out_late(&app);
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(3), Fault::Html(502));
    let id = user.deletes(&ids[..30]).await;
    let job = user.reaches(id, &["waiting", "done"]).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [30, 0], "the job waited: {job}");
    assert_eq!(portal.calls_of("batch").iter().filter(|call| call.http_status == 502).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_for_a_cut_call_counts_from_its_sending() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    goes_out_late(&app);
    // The gateway gives up after a minute. The first deletion ends nearly ten minutes after the call was sent.
    let slow = Fault::Delay(Duration::from_secs(590));
    portal.faults().script("crm.contact.delete", Nth::Next, slow);
    let id = user.deletes(&portal.contact_ids()[..3]).await;
    user.reaches(id, &["waiting"]).await;
    assert_eq!(user.commands(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "cancelled"]), [3, 0], "{job}");
    assert_eq!(portal.deletions().len(), 3);
}
