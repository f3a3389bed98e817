//! The banner of the app page names the features that a portal refused to connect, as long as this lasts.

use std::time::Duration;

use portal_sim::{Fault, Nth, Portal, Sim};

use crate::support::{Page, TestApp};

const HOUR: Duration = Duration::from_hours(1);

fn refusal(code: &str) -> Fault {
    Fault::Error { status: 400, error: code.into(), description: String::new() }
}

/// The lines of the banner's list; empty without a banner.
fn banner_lines(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.html);
    let Some((_, rest)) = page.html.split_once("data-testid=\"banner\"") else { return Vec::new() };
    let (banner, _) = rest.split_once("</section>").unwrap();
    banner.split("<li>").skip(1).map(|rest| rest.split("</li>").next().unwrap().to_owned()).collect()
}

/// An app that was installed a day ago and has lost its handlers.
async fn a_day_old(scope: &str) -> (TestApp, Portal) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).scope(scope)).await;
    let portal = app.portal();
    assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200);
    portal.set_installed(true);
    portal.uninstall(false);
    portal.events_settled().await;
    portal.set_installed(true);
    app.signs_in(&portal, 2).await;
    app.clock.passes(25 * HOUR);
    (app, portal)
}

#[tokio::test(flavor = "multi_thread")]
async fn banner_names_missing_features_to_administrators_until_repaired() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("placement.bind", Nth::Every, refusal("ERROR_PLACEMENT_MAX_COUNT"));
    portal.faults().script("event.bind", Nth::Every, refusal("ERROR_WRONG_HANDLER_URL"));
    let page = app.opens(&portal.frame_post(1)).await;
    let all = banner_lines(&page);
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[0].contains("removed") && all[1].contains("card"), "{all:?}");
    assert!(all[2].contains("in the contact list") && all[3].contains("above the contact list"), "{all:?}");
    let batches = portal.calls_of("batch").len();
    assert_eq!(banner_lines(&app.opens(&portal.frame_post(1)).await), all, "a reload shows it again");
    assert_eq!(portal.calls_of("batch").len(), batches, "but does not try again");
    assert!(banner_lines(&app.opens(&portal.frame_post(2)).await).is_empty(), "other users cannot repair it");
    portal.faults().clear();
    app.clock.passes(61 * Duration::from_mins(1));
    assert!(banner_lines(&app.opens(&portal.frame_post(1)).await).is_empty(), "repaired");
    assert_eq!((portal.event_handlers().len(), portal.placements().len()), (3, 3));
    assert!(banner_lines(&app.opens(&portal.frame_post(1)).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_while_binding_shows_no_banner_and_is_retried_after_an_hour() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    assert!(banner_lines(&app.opens(&portal.frame_post(1)).await).is_empty());
    assert!(portal.event_handlers().is_empty());
    assert!(banner_lines(&app.opens(&portal.frame_post(1)).await).is_empty());
    assert!(portal.event_handlers().is_empty(), "not repeated at once");
    app.clock.passes(61 * Duration::from_mins(1));
    app.opens(&portal.frame_post(1)).await;
    assert_eq!(portal.event_handlers().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_scope_names_the_affected_features() {
    let (app, portal) = a_day_old("crm").await;
    let all = banner_lines(&app.opens(&portal.frame_post(1)).await);
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[0].contains("card") && all[1].contains("in the contact list"), "{all:?}");
    assert!(all[2].contains("above the contact list") && all[3].contains("names"), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsupported_placements_are_not_in_the_banner() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("placement.bind", Nth::Every, refusal("ERROR_PLACEMENT_NOT_FOUND"));
    assert!(banner_lines(&app.opens(&portal.frame_post(1)).await).is_empty());
}
