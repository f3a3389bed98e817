//! Public pages, which a Market listing links to.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::{Page, TestApp};

const PAGES: [&str; 5] = ["/", "/privacy", "/terms", "/support", "/help"];

fn links(page: &Page) -> BTreeSet<&str> {
    page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_name_the_app_and_link_to_existing_pages() {
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
            assert_eq!(app.get(link).await.status, 200, "{path} links to {link}");
        }
        for paper in ["/privacy", "/terms", "/support", "/help"] {
            assert!(
                links(&page).iter().any(|link| link.starts_with(paper)),
                "{path} does not link to {paper}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_forbid_framing_and_scripts() {
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
async fn public_pages_use_the_browsers_or_the_chosen_language() {
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
async fn first_visit_loads_little_data() {
    let app = TestApp::start().await;
    let page = app.get("/").await;
    let mut bytes = page.html.len();
    let pictures = page.html.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for picture in pictures {
        let answer = app.request(Method::GET, picture).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "image/webp", "{picture}");
        let size = answer.bytes().await.unwrap().len();
        assert!((5_000..70_000).contains(&size), "{picture}: {size} bytes");
    }
    for link in links(&page).into_iter().filter(|link| link.starts_with("/static/")) {
        bytes += app.get(link).await.html.len();
    }
    assert!(bytes < 100_000, "{bytes} bytes without compression");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_address_links_home_in_the_readers_language() {
    let app = TestApp::start().await;
    for (code, words, home) in [
        ("en", "This page doesn’t exist", "Go to the start page"),
        ("de", "Diese Seite gibt es nicht", "Zur Startseite"),
        ("ru", "Такой страницы нет", "На главную страницу"),
    ] {
        let page = app.get(&format!("/nowhere?LANG={code}")).await;
        assert_eq!(page.status, 404);
        assert!(page.html.contains(words) && page.html.contains(home), "{}", page.html);
        assert!(page.html.contains(page.header("x-request-id")));
        let leads = links(&page);
        let home = format!("/?LANG={code}");
        assert!(leads.contains(home.as_str()), "{leads:?}");
        assert_eq!(app.get(&home).await.status, 200);
        let error = app.posts_raw("/app", &format!("LANG={code}"), String::new()).await;
        assert!(error.is_error_page() && !error.html.contains("Unknown localization"), "{}", error.html);
        assert!(error.html.contains(&format!("<html lang=\"{code}\"")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn legal_pages_name_the_operator_and_the_first_page_links_to_the_market() {
    let values = [
        ("ERASER_OPERATOR_NAME", "Example & Sons Ltd"),
        ("ERASER_OPERATOR_ADDRESS", "1 Example Street, Berlin"),
        ("ERASER_SUPPORT_EMAIL", "help@eraser.example"),
        ("ERASER_SUPPORT_HOURS", "Mon-Fri 9:00-17:00"),
        ("ERASER_MARKET_URL", "https://www.bitrix24.com/apps/app/example.eraser/"),
    ];
    let app = TestApp::with_values(portal_sim::Sim::builder(), &values).await;
    for path in ["/privacy", "/terms", "/support"] {
        let page = app.get(path).await;
        for text in ["Example &amp; Sons Ltd", "1 Example Street, Berlin", "Mon-Fri 9:00-17:00"] {
            let escaped = text.replace("&amp;", "&#38;");
            assert!(page.html.contains(text) || page.html.contains(&escaped), "{path}: {text}");
        }
        assert!(links(&page).contains("mailto:help@eraser.example"), "{path}");
    }
    let market = "https://www.bitrix24.com/apps/app/example.eraser/";
    assert!(links(&app.get("/").await).contains(market));
    let silent = TestApp::start().await;
    let page = silent.get("/").await;
    assert!(!page.html.contains("data-testid=\"market\""), "no button without an address");
    assert!(silent.get("/privacy").await.html.contains("has not published a name"));
}
