"""python -m finally_cli"""

from finally_cli.main import run

if __name__ == "__main__":
    run()
