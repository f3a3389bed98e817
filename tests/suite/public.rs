//! The pages that everybody may open: what a Market listing leads to.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::{Page, TestApp};

const PAGES: [&str; 4] = ["/", "/privacy", "/terms", "/support"];

fn links(page: &Page) -> BTreeSet<&str> {
    page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn they_answer_get_and_head_name_the_app_and_lead_to_pages_that_exist() {
    let app = TestApp::start().await;
    for path in PAGES {
        let page = app.get(path).await;
        let head = Page::read(app.request(Method::HEAD, path).send().await.unwrap()).await;
        assert_eq!((page.status, head.status, head.html.as_str()), (200, 200, ""), "{path}");
        for name in ["content-type", "content-security-policy", "cache-control"] {
            assert_eq!(page.header(name), head.header(name), "{path}: {name}");
        }
        assert!(page.html.contains("Contact Eraser"));
        for link in links(&page).into_iter().filter(|link| link.starts_with('/')) {
            assert_eq!(app.get(link).await.status, 200, "{path} leads to {link}");
        }
        for paper in ["/privacy", "/terms", "/support"] {
            assert!(
                links(&page).iter().any(|link| link.starts_with(paper)),
                "{path} does not lead to {paper}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_may_frame_them_and_nothing_runs_in_them() {
    let app = TestApp::start().await;
    for path in PAGES {
        let page = app.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"));
        assert!(!policy.contains("script-src") && !page.html.contains("<script"), "{path}");
        let form = if path == "/" { "form-action 'self' https: http:;" } else { "form-action 'none';" };
        assert!(policy.contains(form), "{path}: {policy}");
        assert_eq!((page.header("set-cookie"), page.header("referrer-policy")), ("", "no-referrer"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_speak_the_browsers_language_or_the_one_that_was_chosen() {
    let app = TestApp::start().await;
    for path in PAGES {
        for (accepted, query, tag) in [
            ("de-AT,de;q=0.9", "", "de"),
            ("ja", "", "en"),
            ("de", "?LANG=br", "pt-BR"),
            ("", "?LANG=ua", "uk"),
        ] {
            let request = app.request(Method::GET, &format!("{path}{query}"));
            let page = Page::read(request.header("Accept-Language", accepted).send().await.unwrap()).await;
            assert!(page.html.contains(&format!("<html lang=\"{tag}\"")), "{path}{query} for {accepted}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_visit_is_small() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    let mut bytes = page.html.len();
    for link in links(&page).into_iter().filter(|link| link.starts_with("/static/")) {
        bytes += app.get(link).await.html.len();
    }
    assert!(bytes < 100_000, "{bytes} bytes, not even compressed");
}
