"""One service's web application: what every request goes through, in order, on one page."""

from collections.abc import Iterable

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue

from shared import health, idempotency
from shared.auth import access_to, authorise, public, requires
from shared.confirming import RightsSource
from shared.service import Service
from shared.tokens import TokenKeys
from shared.web.bodies import check_request, intake_of
from shared.web.entrance import REQUEST_ID, ROUTE, Entrance
from shared.web.openapi import Api, Blueprint
from shared.web.problems import register_problems

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class WebApplication(Flask):
    """A Flask application that checks caller and request before any view, and repeats answers safely."""

    def __init__(self, service: Service):
        super().__init__(service.name, static_folder=None)
        self.service = service
        self.token_keys = TokenKeys(service.settings.token_keys_url)
        self.rights_source = RightsSource(service.settings.rights_url)
        self.json.ensure_ascii = False
        self.json.sort_keys = False
        self.config["PROVIDE_AUTOMATIC_OPTIONS"] = False

    def dispatch_request(self) -> ResponseReturnValue:
        """Caller, then request, then the view; a refusal of any of them is a problem."""
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        view = self.view_functions[request.endpoint]
        authorise(access_to(view), self.token_keys, self.rights_source.confirm)
        check_request(intake_of(view))
        if idempotency.is_idempotent(view):
            return idempotency.answer_once(self._answer)
        return self._answer()

    def _answer(self) -> Response:
        return self.make_response(super().dispatch_request())


def create_web_app(service: Service, blueprints: Iterable[Blueprint], title: str) -> Flask:
    """The web application of a service: its routes, its OpenAPI document, its answers to health questions."""
    app = WebApplication(service)
    health.install_probes(service)
    app.before_request(_name_request)
    app.after_request(_finish)
    api = Api(app, title, service.name)
    register_problems(app)
    for blueprint in blueprints:
        if not isinstance(blueprint, Blueprint):
            raise TypeError(f"blueprint {blueprint.name} must be a shared.web.Blueprint")
        api.register_blueprint(blueprint)
    _serve_document(app, api)
    _serve_health(app, service)
    app.wsgi_app = Entrance(app.wsgi_app, service)
    return app


def _name_request() -> None:
    g.request_id = request.environ[REQUEST_ID]
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _serve_document(app: Flask, api: Api) -> None:
    @app.get("/openapi.json")
    @public
    def openapi() -> Response:
        return Response(api.document(), mimetype="application/json")


def _serve_health(app: Flask, service: Service) -> None:
    for path, question in health.ALL_QUESTIONS.items():

        def ask(question: health.Question = question) -> Response:
            answer = question(service)
            return Response(answer.body, status=answer.status, content_type=answer.content_type)

        mark = public if path in health.OPEN_QUESTIONS else requires("operator")
        app.add_url_rule(path, endpoint=path.strip("/"), view_func=mark(ask))
